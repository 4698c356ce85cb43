#include "archive/sqlite/row_scan.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace feedarc::sqlite {
namespace {

constexpr std::size_t kMostColumns = 64;
constexpr std::uint64_t kLongestRecord = (256U << 20U) + 4096;
// The first page begins with the header of the file.
constexpr std::size_t kFileHeader = 100;
constexpr std::size_t kOverflowLink = 4;

// How much of a record stands on its page (fileformat2.html, 1.6).
std::uint64_t size_on_page(std::uint64_t size, std::size_t page_size, bool has_id) {
    const std::uint64_t most = has_id ? page_size - 35 : (page_size - 12) * 64 / 255 - 23;
    if (size <= most) return size;
    const std::uint64_t least = (page_size - 12) * 32 / 255 - 23;
    const std::uint64_t fitting = least + (size - least) % (page_size - kOverflowLink);
    return fitting <= most ? fitting : least;
}

bool fits(const RowShape& shape, const std::vector<SerialType>& types) {
    if (types.size() < shape.least_columns || types.size() > shape.columns.size()) return false;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const auto& column = shape.columns[i];
        const bool is_null = types[i].type == ValueType::null;
        if (is_null ? !column.nullable && column.type != ValueType::null
                    : types[i].type != column.type) {
            return false;
        }
    }
    return true;
}

}  // namespace

RowScan::RowScan(const PageFile& file, std::vector<RowShape> shapes)
    : file_(file), shapes_(std::move(shapes)) {
    page_.resize(file.page_size());
    overflow_page_.resize(file.page_size());
    types_.reserve(kMostColumns);
}

std::optional<std::size_t> RowScan::shape_of(bool has_id, std::uint64_t size,
                                             std::string_view here) {
    const auto told = read_record_header(here, kMostColumns, types_);
    if (!told || *told != size) return std::nullopt;
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        if (shapes_[i].has_id == has_id && fits(shapes_[i], types_)) return i;
    }
    return std::nullopt;
}

// A cell of a tree of rows (1.6, "Table B-Tree Leaf Cell") or of an index, the one of which begins
// with the row's id behind the size.
std::optional<RowScan::Cell> RowScan::cell_at(std::size_t at, bool has_id) {
    std::string_view rest = std::string_view(page_).substr(at);
    Cell cell;
    const auto size = take_varint(rest);
    if (!size || *size < 2 || *size > kLongestRecord) return std::nullopt;
    cell.size = *size;
    if (has_id) {
        const auto id = take_varint(rest);
        if (!id) return std::nullopt;
        cell.id = static_cast<std::int64_t>(*id);
    }
    const auto here = static_cast<std::size_t>(size_on_page(cell.size, file_.page_size(), has_id));
    const bool goes_on = here < cell.size;
    if (rest.size() < here + (goes_on ? kOverflowLink : 0)) return std::nullopt;
    cell.here = rest.substr(0, here);
    const auto shape = shape_of(has_id, cell.size, cell.here);
    if (!shape) return std::nullopt;
    cell.shape = *shape;
    if (goes_on) {
        cell.overflow = static_cast<PageNumber>(big_endian(rest.substr(here, kOverflowLink)));
    }
    cell.end = page_.size() - rest.size() + here + (goes_on ? kOverflowLink : 0);
    return cell;
}

bool RowScan::read_overflow(const PageFile::View& view, const Cell& cell) {
    record_.assign(cell.here);
    std::vector<PageNumber> pages;
    PageNumber next = cell.overflow;
    while (record_.size() < cell.size) {
        if (patience_ == 0 || !file_.read(view, next, overflow_page_.data())) return false;
        --patience_;
        pages.push_back(next);
        const std::string_view page = overflow_page_;
        next = static_cast<PageNumber>(big_endian(page.substr(0, kOverflowLink)));
        const auto left = static_cast<std::size_t>(cell.size - record_.size());
        record_.append(page.substr(kOverflowLink, left));
    }
    overflowed_.insert(pages.begin(), pages.end());
    return true;
}

bool RowScan::take(const PageFile::View& view, const Cell& cell, RowRank rank) {
    if (cell.overflow != 0 && !read_overflow(view, cell)) return false;
    visit_({cell.shape, cell.id, rank, cell.overflow != 0 ? record_ : cell.here});
    return true;
}

// The cells that a page of a tree names. Rows stand on leaves, and of an index also between them.
RowScan::Listed RowScan::listed_cells(PageNumber page) const {
    constexpr char kRows = 0x0d;
    constexpr char kIndex = 0x0a;
    constexpr char kInnerIndex = 0x02;
    constexpr std::size_t kBelow = 4;  // the number of the page below, before an inner cell
    const std::size_t begin = page == 1 ? kFileHeader : 0;
    const char kind = page_[begin];
    Listed cells;
    if (kind != kRows && kind != kIndex && kind != kInnerIndex) return cells;
    cells.has_id = kind == kRows;
    const std::string_view bytes = page_;
    const std::uint64_t count = big_endian(bytes.substr(begin + 3, 2));
    std::size_t place = begin + (kind == kInnerIndex ? 12 : 8);
    for (std::uint64_t i = 0; i < count && place + 2 <= bytes.size(); ++i, place += 2) {
        auto at = static_cast<std::size_t>(big_endian(bytes.substr(place, 2)));
        if (kind == kInnerIndex) at += kBelow;
        if (at > begin && at < bytes.size()) cells.at.push_back(at);
    }
    return cells;
}

void RowScan::take_listed(const PageFile::View& view, PageNumber page, RowRank rank) {
    const Listed cells = listed_cells(page);
    std::vector<std::size_t> bad;
    std::optional<std::size_t> shape;
    for (const std::size_t at : cells.at) {
        const auto cell = cell_at(at, cells.has_id);
        if (!cell) {
            bad.push_back(at);
            continue;
        }
        shape = cell->shape;
        (void)take(view, *cell, rank);
    }
    if (shape && bad.size() < cells.at.size() - bad.size()) mend(view, cells, bad, *shape);
}

// A page holds rows of one table. Of one that has no shape, or another one, a bit of its beginning
// may have been flipped; whether it was that bit, the row's hash will tell.
void RowScan::mend(const PageFile::View& view, const Listed& cells,
                   const std::vector<std::size_t>& bad, std::size_t shape) {
    constexpr std::size_t kBeginning = 64;  // bytes: sizes, the id, what the columns are
    for (const std::size_t at : bad) {
        for (std::size_t place = at; place < std::min(at + kBeginning, page_.size()); ++place) {
            for (unsigned bit = 0; bit < 8; ++bit) {
                const char before = page_[place];
                page_[place] = static_cast<char>(static_cast<unsigned char>(before) ^ 1U << bit);
                const auto cell = cell_at(at, cells.has_id);
                if (cell && cell->shape == shape) (void)take(view, *cell, RowRank::mended);
                page_[place] = before;
            }
        }
    }
}

void RowScan::mark_listed(PageNumber page) {
    taken_.assign(page_.size(), false);
    const Listed cells = listed_cells(page);
    for (const std::size_t at : cells.at) {
        const auto cell = cell_at(at, cells.has_id);
        if (!cell) continue;
        std::fill(taken_.begin() + static_cast<std::ptrdiff_t>(at),
                  taken_.begin() + static_cast<std::ptrdiff_t>(cell->end), true);
    }
}

// Whatever else has the shape of a row.
void RowScan::take_unlisted(const PageFile::View& view, PageNumber page, RowRank rank) {
    if (overflowed_.contains(page)) return;
    mark_listed(page);
    for (std::size_t at = 0; at < page_.size(); ++at) {
        if (taken_[at]) continue;
        for (const bool has_id : {true, false}) {
            const auto cell = cell_at(at, has_id);
            if (cell) (void)take(view, *cell, rank);
        }
    }
}

void RowScan::scan(const PageFile::View& view, bool first,
                   const std::function<void(std::size_t, std::size_t)>& progress) {
    const std::vector<PageNumber> pages = file_.pages_of(view);
    std::size_t done = 0;
    patience_ = 16 * std::uint64_t{pages.size()} + 1024;
    overflowed_.clear();
    // Where rows go on is known once all that are listed were taken.
    for (const bool listed : {true, false}) {
        for (const PageNumber page : pages) {
            if (progress && first) progress(++done, 2 * pages.size());
            if (!first && !file_.differs(view, page)) continue;
            if (!file_.read(view, page, page_.data())) continue;
            if (listed) {
                take_listed(view, page, first ? RowRank::listed : RowRank::elsewhere);
            } else {
                take_unlisted(view, page, first ? RowRank::unlisted : RowRank::elsewhere);
            }
        }
    }
}

void RowScan::run(const std::function<void(const FoundRow&)>& visit,
                  const std::function<void(std::size_t, std::size_t)>& progress) {
    visit_ = visit;
    bool first = true;
    for (const PageFile::View& view : file_.views()) {
        scan(view, first, progress);
        first = false;
    }
}

}  // namespace feedarc::sqlite
