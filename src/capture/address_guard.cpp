#include "capture/address_guard.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <span>
#include <sys/socket.h>

namespace feedarc::capture {
namespace {

using Bytes = std::span<const std::uint8_t>;

struct Network {
    std::array<std::uint8_t, 16> prefix;
    std::size_t bits;
};

bool is_in(Bytes address, const Network& network) noexcept {
    const std::size_t whole = network.bits / 8;
    if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole),
                    network.prefix.begin())) {
        return false;
    }
    const std::size_t left = network.bits % 8;
    if (left == 0) return true;
    const unsigned mask = 0xffU << (8 - left);
    return ((unsigned{address[whole]} ^ unsigned{network.prefix[whole]}) & mask & 0xffU) == 0;
}

template <std::size_t Count>
bool is_in_any(Bytes address, const std::array<Network, Count>& networks) noexcept {
    return std::any_of(networks.begin(), networks.end(),
                       [&](const Network& network) { return is_in(address, network); });
}

// IANA, "IPv4 Special-Purpose Address Registry", with multicast and class E.
constexpr std::array kSpecial4{
    Network{{0}, 8},              // this network
    Network{{10}, 8},             // private
    Network{{100, 64}, 10},       // carriers' NAT
    Network{{127}, 8},            // this machine
    Network{{169, 254}, 16},      // of a link; metadata of clouds
    Network{{172, 16}, 12},       // private
    Network{{192, 0, 0}, 24},     // protocol assignments
    Network{{192, 0, 2}, 24},     // documentation
    Network{{192, 31, 196}, 24},  // AS112
    Network{{192, 52, 193}, 24},  // AMT
    Network{{192, 88, 99}, 24},   // 6to4 relays, gone
    Network{{192, 168}, 16},      // private
    Network{{192, 175, 48}, 24},  // AS112
    Network{{198, 18}, 15},       // benchmarks
    Network{{198, 51, 100}, 24},  // documentation
    Network{{203, 0, 113}, 24},   // documentation
    Network{{224}, 3},            // multicast, reserved, broadcast
};

// Only 2000::/3 is given out; of it, IANA's "IPv6 Special-Purpose Address Registry".
constexpr Network kGlobal6{{0x20}, 3};
constexpr std::array kSpecial6{
    Network{{0x20, 0x01, 0x00}, 23},              // protocol assignments, Teredo
    Network{{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
    Network{{0x26, 0x20, 0x00, 0x4f, 0x80}, 48},  // AS112
    Network{{0x3f, 0xfe}, 16},                    // the 6bone, gone
    Network{{0x3f, 0xff, 0x00}, 20},              // documentation
};

// Where an IPv4 address stands in an IPv6 one.
constexpr Network kMapped{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};
constexpr Network kNat64{{0x00, 0x64, 0xff, 0x9b}, 96};
constexpr Network k6to4{{0x20, 0x02}, 16};

bool is_public4(Bytes address) noexcept {
    return !is_in_any(address, kSpecial4);
}

bool is_public6(Bytes address) noexcept {
    if (is_in(address, kMapped) || is_in(address, kNat64)) return is_public4(address.subspan(12));
    if (is_in(address, k6to4)) return is_public4(address.subspan(2, 4));
    return is_in(address, kGlobal6) && !is_in_any(address, kSpecial6);
}

// Copied, since what a library hands over need not be aligned for its family.
template <typename Address>
Address copied(const sockaddr& address) noexcept {
    Address copy{};
    std::memcpy(&copy, &address, sizeof copy);
    return copy;
}

}  // namespace

bool is_public_address(const sockaddr& address) noexcept {
    if (address.sa_family == AF_INET) {
        std::array<std::uint8_t, 4> bytes{};
        const auto full = copied<sockaddr_in>(address);
        std::memcpy(bytes.data(), &full.sin_addr, bytes.size());
        return is_public4(bytes);
    }
    if (address.sa_family == AF_INET6) {
        std::array<std::uint8_t, 16> bytes{};
        const auto full = copied<sockaddr_in6>(address);
        std::memcpy(bytes.data(), &full.sin6_addr, bytes.size());
        return is_public6(bytes);
    }
    return false;
}

std::string address_text(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const char* written = nullptr;
    if (address.sa_family == AF_INET) {
        const auto full = copied<sockaddr_in>(address);
        written = inet_ntop(AF_INET, &full.sin_addr, text.data(), text.size());
    } else if (address.sa_family == AF_INET6) {
        const auto full = copied<sockaddr_in6>(address);
        written = inet_ntop(AF_INET6, &full.sin6_addr, text.data(), text.size());
    }
    return written != nullptr ? written : "an address of another kind";
}

}  // namespace feedarc::capture
