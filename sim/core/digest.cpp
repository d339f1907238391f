#include "qonys/core/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <bit>
#include <fstream>

#include "qonys/core/contract.hpp"
#include "qonys/core/error.hpp"

namespace qonys {

static_assert(std::endian::native == std::endian::little, "digests are taken over little-endian bytes");

struct Digest::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() { QONYS_ENSURE(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1); }
    ~State() { EVP_MD_CTX_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
};

Digest::Digest() : state_(std::make_unique<State>()) {}
Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;

Digest& Digest::bytes(std::span<const std::byte> data)
{
    QONYS_EXPECT(state_ != nullptr);
    QONYS_ENSURE(EVP_DigestUpdate(state_->context, data.data(), data.size()) == 1);
    return *this;
}

Digest& Digest::text(std::string_view text)
{
    number(text.size());
    return bytes(std::as_bytes(std::span(text.data(), text.size())));
}

Digest& Digest::number(std::uint64_t value)
{
    return bytes(std::as_bytes(std::span(&value, 1)));
}

Digest& Digest::numbers(std::span<const std::int64_t> values) { return bytes(std::as_bytes(values)); }

Digest& Digest::numbers(std::span<const double> values) { return bytes(std::as_bytes(values)); }

std::string Digest::hex()
{
    QONYS_EXPECT(state_ != nullptr);
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned size = 0;
    QONYS_ENSURE(EVP_DigestFinal_ex(state_->context, raw.data(), &size) == 1);
    state_.reset();
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text += fmt::format("{:02x}", raw[i]);
    }
    return text;
}

std::string file_digest(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw DataError(file.string(), "cannot be read", "its digest names the input",
                        "check that the file exists and may be read");
    }
    Digest digest;
    std::array<char, 65536> buffer{};
    while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
        digest.bytes(std::as_bytes(std::span(buffer.data(), static_cast<std::size_t>(in.gcount()))));
    }
    return digest.hex();
}

}  // namespace qonys
