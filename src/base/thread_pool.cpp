#include "base/thread_pool.hpp"

#include <algorithm>
#include <exception>

namespace feedarc::base {

ThreadPool::ThreadPool(std::size_t threads) {
    threads_.reserve(threads - 1);
    try {
        for (std::size_t i = 1; i < threads; ++i) threads_.emplace_back([this] { work(); });
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
        // The system gives no more threads (pids.max), or memory: fewer do the work as well.
    }
}

ThreadPool::~ThreadPool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (auto& queue : queues_) queue.clear();
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::push(std::function<void()> task, Urgency urgency) {
    {
        const std::lock_guard lock(mutex_);
        queues_[static_cast<std::size_t>(urgency)].push_back(std::move(task));
    }
    wake_.notify_one();
}

std::function<void()> ThreadPool::take() {
    const auto queue = std::find_if(queues_.rbegin(), queues_.rend(),
                                    [](const auto& tasks) { return !tasks.empty(); });
    if (queue == queues_.rend()) return nullptr;
    std::function<void()> task = std::move(queue->front());
    queue->pop_front();
    return task;
}

bool ThreadPool::run_next() {
    std::function<void()> task;
    {
        const std::lock_guard lock(mutex_);
        task = take();
    }
    if (!task) return false;
    task();
    return true;
}

void ThreadPool::work() {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return stopping_ || (task = take()); });
            if (stopping_) return;
        }
        task();
    }
}

}  // namespace feedarc::base
