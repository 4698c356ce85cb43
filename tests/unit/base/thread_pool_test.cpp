#include "base/thread_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <string>
#include <vector>

namespace feedarc::base {
namespace {

using Urgency = ThreadPool::Urgency;

TEST(ThreadPool, GivesBackWhatATaskReturns) {
    ThreadPool pool(3);
    std::vector<std::future<int>> results;
    for (int i = 0; i < 100; ++i) results.push_back(pool.run([i] { return i * i; }));
    for (int i = 0; i < 100; ++i) EXPECT_EQ(results[static_cast<std::size_t>(i)].get(), i * i);
}

TEST(ThreadPool, GivesBackWhatATaskThrows) {
    ThreadPool pool(1);
    auto failed = pool.run([]() -> int { throw std::runtime_error("bad page"); });
    EXPECT_THROW(failed.get(), std::runtime_error);
    // and goes on
    EXPECT_EQ(pool.run([] { return 1; }).get(), 1);
}

// Keeps the one thread of a pool busy until it is told to go on.
class Gate {
public:
    explicit Gate(ThreadPool& pool) {
        held_ = pool.run([this] {
            entered_.set_value();
            opened_.get_future().wait();
        });
        entered_.get_future().wait();
    }
    void open() {
        opened_.set_value();
        held_.wait();
    }

private:
    std::promise<void> entered_;
    std::promise<void> opened_;
    std::future<void> held_;
};

TEST(ThreadPool, RunsUrgentTasksFirstAndTheOthersInTheirOrder) {
    ThreadPool pool(1);
    Gate gate(pool);
    std::string order;
    std::vector<std::future<void>> done;
    const auto add = [&](char name, Urgency urgency) {
        done.push_back(pool.run([&order, name] { order += name; }, urgency));
    };
    add('a', Urgency::normal);
    add('b', Urgency::normal);
    add('X', Urgency::urgent);
    add('Y', Urgency::urgent);
    gate.open();
    for (auto& each : done) each.wait();
    EXPECT_EQ(order, "XYab");
}

TEST(ThreadPool, RunsTasksAtTheSameTime) {
    ThreadPool pool(2);
    std::promise<void> met;
    auto one = pool.run([&] { met.set_value(); });
    auto other = pool.run([ready = met.get_future().share()] {
        return ready.wait_for(std::chrono::seconds(60)) == std::future_status::ready;
    });
    EXPECT_TRUE(other.get());
    one.wait();
}

TEST(ThreadPool, DropsWhatHasNotBegunWhenItGoes) {
    std::promise<void> entered;
    std::promise<void> opened;
    std::atomic<bool> finished = false;
    std::future<void> dropped;
    std::thread opener;
    {
        ThreadPool pool(1);
        auto held = pool.run([&] {
            entered.set_value();
            opened.get_future().wait();
            finished = true;
        });
        dropped = pool.run([] {});
        entered.get_future().wait();
        // The destructor below empties the queue first and only then waits for the running task.
        opener = std::thread([&] {
            dropped.wait();
            opened.set_value();
        });
    }
    opener.join();
    EXPECT_TRUE(finished);
    EXPECT_THROW(dropped.get(), std::future_error);  // a broken promise
}

}  // namespace
}  // namespace feedarc::base
