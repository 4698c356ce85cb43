#pragma once

#include <array>
#include <chrono>
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

/// A fixed number of threads that run tasks; more urgent ones before the others, else first come,
/// first served. The destructor drops what has not begun and waits for what has.
///
/// The thread that owns the pool counts as one of them: it runs tasks while it waits in `get`. So
/// there are never more threads at work than asked for, and what that thread does between its waits
/// (storing) need not share its processor.
class ThreadPool {
public:
    /// At least 1, the owner's.
    explicit ThreadPool(std::size_t threads);
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;
    ~ThreadPool();

    enum class Urgency { normal, urgent, next };

    /// The future holds what the task returns or throws.
    template <typename Task>
    [[nodiscard]] auto run(Task task, Urgency urgency = Urgency::normal) {
        using Result = std::invoke_result_t<Task>;
        auto packaged = std::make_shared<std::packaged_task<Result()>>(std::move(task));
        auto future = packaged->get_future();
        push([packaged] { (*packaged)(); }, urgency);
        return future;
    }

    /// Runs tasks until the result is there, and gives or throws it. For the owner alone: a task
    /// that waited so could wait for itself.
    template <typename Result>
    [[nodiscard]] Result get(std::future<Result> result) {
        while (result.wait_for(std::chrono::seconds(0)) != std::future_status::ready &&
               run_next()) {
        }
        return result.get();
    }

private:
    // Nothing is done, and false returned, where no task waits for its turn.
    bool run_next();
    // The next task, or none. The mutex is held.
    std::function<void()> take();
    void push(std::function<void()> task, Urgency urgency);
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::array<std::deque<std::function<void()>>, 3> queues_;  // by urgency
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace feedarc::base
