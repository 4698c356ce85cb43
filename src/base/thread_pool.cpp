#include "base/thread_pool.hpp"

namespace feedarc::base {

ThreadPool::ThreadPool(std::size_t threads) {
    threads_.reserve(threads - 1);
    for (std::size_t i = 1; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ThreadPool::~ThreadPool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        urgent_.clear();
        normal_.clear();
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::push(std::function<void()> task, Urgency urgency) {
    {
        const std::lock_guard lock(mutex_);
        (urgency == Urgency::urgent ? urgent_ : normal_).push_back(std::move(task));
    }
    wake_.notify_one();
}

std::function<void()> ThreadPool::take() {
    auto& queue = urgent_.empty() ? normal_ : urgent_;
    std::function<void()> task = std::move(queue.front());
    queue.pop_front();
    return task;
}

bool ThreadPool::run_next() {
    std::function<void()> task;
    {
        const std::lock_guard lock(mutex_);
        if (urgent_.empty() && normal_.empty()) return false;
        task = take();
    }
    task();
    return true;
}

void ThreadPool::work() {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !urgent_.empty() || !normal_.empty(); });
            if (stopping_) return;
            task = take();
        }
        task();
    }
}

}  // namespace feedarc::base
