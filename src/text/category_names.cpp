#include <feedarc/category.hpp>

namespace feedarc {

const char* to_string(CategoryFrom from) noexcept {
    switch (from) {
        case CategoryFrom::page: return "page";
        case CategoryFrom::rule: return "rule";
        case CategoryFrom::suggested: return "suggested";
        case CategoryFrom::source: return "source";
        case CategoryFrom::none: break;
    }
    return "";
}

std::optional<CategoryFrom> category_from_name(std::string_view name) noexcept {
    for (const auto from :
         {CategoryFrom::page, CategoryFrom::rule, CategoryFrom::suggested, CategoryFrom::source}) {
        if (name == to_string(from)) return from;
    }
    return std::nullopt;
}

}  // namespace feedarc
