#include "support/loopback_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace feedarc::test {
namespace {

bool send_all(int socket, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

// The text up to and with the blank line; what came behind it stays in `buffer`.
bool read_head(int socket, std::string& buffer, std::string& head) {
    std::array<char, 4096> bytes{};
    for (;;) {
        if (const auto end = buffer.find("\r\n\r\n"); end != std::string::npos) {
            head = buffer.substr(0, end + 2);
            buffer.erase(0, end + 4);
            return true;
        }
        const auto count = ::recv(socket, bytes.data(), bytes.size(), 0);
        if (count <= 0) return false;
        buffer.append(bytes.data(), static_cast<std::size_t>(count));
        constexpr char kTlsHandshake = 0x16;
        if (buffer.front() == kTlsHandshake) return false;
    }
}

LoopbackServer::Request parse(const std::string& head) {
    LoopbackServer::Request request;
    const auto first = head.find(' ');
    const auto second = head.find(' ', first + 1);
    request.target = head.substr(first + 1, second - first - 1);
    for (auto at = head.find("\r\n") + 2; at < head.size();) {
        const auto end = head.find("\r\n", at);
        const std::string line = head.substr(at, end - at);
        at = end + 2;
        const auto colon = line.find(':');
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(), [](char byte) {
            return static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
        });
        const auto value = line.find_first_not_of(' ', colon + 1);
        request.headers.emplace_back(name, value == std::string::npos ? "" : line.substr(value));
    }
    return request;
}

std::string text_of(const LoopbackServer::Reply& reply) {
    std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " Answer\r\n";
    bool typed = false;
    for (const auto& [name, value] : reply.headers) {
        text.append(name).append(": ").append(value).append("\r\n");
        typed = typed || name == "Content-Type";
    }
    if (!typed) text += "Content-Type: text/html; charset=utf-8\r\n";
    if (reply.status != 304 && reply.status != 204) {
        text += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
    }
    return text + "\r\n" + reply.body;
}

}  // namespace

std::string LoopbackServer::Request::header(const std::string& name) const {
    const auto at = std::find_if(headers.begin(), headers.end(),
                                 [&](const auto& field) { return field.first == name; });
    return at == headers.end() ? std::string() : at->second;
}

LoopbackServer::LoopbackServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || ::bind(listener_, plain, size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, plain, &size) != 0) {
        throw std::runtime_error("no loopback server");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { listen(); });
}

LoopbackServer::~LoopbackServer() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    {
        const std::lock_guard lock(mutex_);
        for (const Connection& connection : open_) ::shutdown(connection.socket, SHUT_RDWR);
    }
    for (Connection& connection : open_) {
        connection.thread.join();
        ::close(connection.socket);
    }
}

std::string LoopbackServer::url(const std::string& path, const std::string& host) const {
    return "http://" + host + ":" + std::to_string(port_) + path;
}

std::vector<LoopbackServer::Request> LoopbackServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

void LoopbackServer::forget_requests() {
    const std::lock_guard lock(mutex_);
    requests_.clear();
}

void LoopbackServer::listen() {
    for (;;) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        const int at_once = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        ++connections_;
        const std::lock_guard lock(mutex_);
        open_.push_back({socket, std::thread([this, socket] { serve(socket); })});
    }
}

void LoopbackServer::serve(int socket) {
    std::string buffer;
    std::string head;
    while (!stopping_ && read_head(socket, buffer, head)) {
        if (!answer(socket, parse(head))) break;
    }
    ::shutdown(socket, SHUT_RDWR);
}

// False where the connection is not to be used again.
bool LoopbackServer::answer(int socket, Request request) {
    request.began = std::chrono::steady_clock::now();
    const Reply reply = handler_(request);
    for (auto left = reply.delay; left.count() > 0 && !stopping_;
         left -= std::chrono::milliseconds(10)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    request.ended = std::chrono::steady_clock::now();
    {
        const std::lock_guard lock(mutex_);
        requests_.push_back(std::move(request));
    }
    if (reply.raw.empty()) return send_all(socket, text_of(reply));
    (void)send_all(socket, reply.raw);
    for (auto left = reply.hold; left.count() > 0 && !stopping_;
         left -= std::chrono::milliseconds(10)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

}  // namespace feedarc::test
