#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace feedarc::test {

/// An HTTP/1.1 server on 127.0.0.1 with a port of its own, for as long as the object lives. It
/// keeps connections open between requests, and answers each connection on a thread of its own.
class LoopbackServer {
public:
    struct Request {
        std::string target;                                        ///< path and query
        std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
        std::chrono::steady_clock::time_point began, ended;        ///< of the answer

        /// The first field of a lower-case name; empty where there is none.
        [[nodiscard]] std::string header(const std::string& name) const;
    };
    struct Reply {
        int status = 200;
        std::vector<std::pair<std::string, std::string>> headers{};
        std::string body{};
        std::chrono::milliseconds delay{0};  ///< before it
        /// Sent as it is in place of all else, where it is not empty; the connection then closes.
        std::string raw{};
        std::chrono::milliseconds hold{0};  ///< the connection stays open so long after `raw`
    };
    using Handler = std::function<Reply(const Request&)>;

    explicit LoopbackServer(Handler handler);
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;
    ~LoopbackServer();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// `host` must lead here: a name or address of this machine.
    [[nodiscard]] std::string url(const std::string& path,
                                  const std::string& host = "127.0.0.1") const;
    /// How many connections were made, and what was asked.
    [[nodiscard]] int connections() const { return connections_; }
    [[nodiscard]] std::vector<Request> requests() const;
    void forget_requests();

private:
    struct Connection {
        int socket = -1;
        std::thread thread;
    };
    void listen();
    void serve(int socket);
    bool answer(int socket, Request request);

    Handler handler_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::vector<Request> requests_;
    std::list<Connection> open_;
    std::thread thread_;
};

}  // namespace feedarc::test
