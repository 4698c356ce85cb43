#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace feedarc::base {

/// A fixed number of threads that run tasks; urgent ones before the others, else first come, first
/// served. The destructor drops what has not begun and waits for what has.
class ThreadPool {
public:
    explicit ThreadPool(std::size_t threads);
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;
    ~ThreadPool();

    enum class Urgency { normal, urgent };

    /// The future holds what the task returns or throws.
    template <typename Task>
    [[nodiscard]] auto run(Task task, Urgency urgency = Urgency::normal) {
        using Result = std::invoke_result_t<Task>;
        auto packaged = std::make_shared<std::packaged_task<Result()>>(std::move(task));
        auto future = packaged->get_future();
        push([packaged] { (*packaged)(); }, urgency);
        return future;
    }

private:
    void push(std::function<void()> task, Urgency urgency);
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> urgent_;
    std::deque<std::function<void()>> normal_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace feedarc::base
