#include "base/thread_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace feedarc::base {
namespace {

using Urgency = ThreadPool::Urgency;

TEST(ThreadPool, GivesBackWhatATaskReturns) {
    ThreadPool pool(3);
    std::vector<std::future<int>> results;
    for (int i = 0; i < 100; ++i) results.push_back(pool.run([i] { return i * i; }));
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(pool.get(std::move(results[static_cast<std::size_t>(i)])), i * i);
    }
}

TEST(ThreadPool, GivesBackWhatATaskThrows) {
    ThreadPool pool(2);
    auto failed = pool.run([]() -> int { throw std::runtime_error("bad page"); });
    EXPECT_THROW(static_cast<void>(pool.get(std::move(failed))), std::runtime_error);
    // and goes on
    EXPECT_EQ(pool.get(pool.run([] { return 1; })), 1);
}

TEST(ThreadPool, OfOneThreadRunsAllOnItsOwner) {
    ThreadPool pool(1);
    const auto first = std::make_shared<std::optional<std::thread::id>>();
    auto begun = pool.run([first] { *first = std::this_thread::get_id(); });
    auto last = pool.run([] { return std::this_thread::get_id(); });
    EXPECT_EQ(begun.wait_for(std::chrono::milliseconds(10)), std::future_status::timeout);
    EXPECT_EQ(pool.get(std::move(last)), std::this_thread::get_id());
    EXPECT_EQ(*first, std::this_thread::get_id());
}

TEST(ThreadPool, GivesAResultThatIsThereAtOnce) {
    ThreadPool pool(1);
    std::promise<int> there;
    there.set_value(7);
    bool ran = false;
    const auto waiting = pool.run([&] { ran = true; });
    EXPECT_EQ(pool.get(there.get_future()), 7);
    EXPECT_FALSE(ran);
}

// Keeps the one thread besides the owner busy until it is told to go on.
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

TEST(ThreadPool, RunsMoreUrgentTasksFirstAndThoseOfOneUrgencyInTheirOrder) {
    ThreadPool pool(2);
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
    add('!', Urgency::next);
    gate.open();
    for (auto& each : done) each.wait();
    EXPECT_EQ(order, "!XYab");
}

TEST(ThreadPool, RunsTasksAtTheSameTimeOneOfThemOnItsOwner) {
    ThreadPool pool(2);
    std::promise<void> one_began;
    std::promise<void> other_began;
    const auto meets = [&pool](std::promise<void>& began, std::promise<void>& awaited) {
        return pool.run([&began, future = awaited.get_future().share()] {
            began.set_value();
            return future.wait_for(std::chrono::seconds(60)) == std::future_status::ready;
        });
    };
    auto one = meets(one_began, other_began);
    auto other = meets(other_began, one_began);
    EXPECT_TRUE(pool.get(std::move(other)));
    EXPECT_TRUE(pool.get(std::move(one)));
}

TEST(ThreadPool, DropsWhatHasNotBegunWhenItGoes) {
    std::promise<void> entered;
    std::promise<void> opened;
    std::atomic<bool> finished = false;
    std::future<void> dropped;
    std::thread opener;
    {
        ThreadPool pool(2);
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
