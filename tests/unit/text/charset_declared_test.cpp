#include "text/charset_declared.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feedarc::text {
namespace {

struct Declared {
    const char* bytes;
    std::optional<Charset> charset;
};

TEST(CharsetOfMediaType, IsItsParameter) {
    for (const Declared& given : {
             Declared{"text/html; charset=gb2312", Charset::gbk},
             Declared{"text/html;CHARSET=\"GBK\"; a=b", Charset::gbk},
             Declared{"text/xml;charset= 'us-ascii'", Charset::windows_1252},
             Declared{"text/html; a=\"; charset=gbk\"; charset=big5", Charset::big5},
             Declared{"text/html; xcharset=gbk", std::nullopt},
             Declared{"text/html; charset", std::nullopt},
             Declared{"text/html; charset=", std::nullopt},
             Declared{"text/html; charset=\"gbk", Charset::gbk},
             Declared{"charset=gbk", std::nullopt},
             Declared{"text/html; charset=utf-7", std::nullopt},
             Declared{"", std::nullopt},
         }) {
        EXPECT_EQ(charset_of_media_type(given.bytes), given.charset) << given.bytes;
    }
}

TEST(CharsetOfMarkup, IsWhatThePrescanFinds) {
    for (const Declared& given : {
             Declared{"<meta charset=gbk>", Charset::gbk},
             Declared{"<META/CHARSET = 'Shift_JIS' >", Charset::shift_jis},
             Declared{"<!doctype html><html lang=a><head><meta charset=\"big5\"/>", Charset::big5},
             Declared{"<meta http-equiv=Content-Type content='text/html; charset=euc-kr'>",
                      Charset::euc_kr},
             Declared{"<meta content=\"text/html; charset=euc-kr\" http-equiv=\"content-type\">",
                      Charset::euc_kr},
             Declared{"<meta content='text/html; charset=gbk'>", std::nullopt},
             Declared{"<meta http-equiv=refresh content='0; charset=gbk'>", std::nullopt},
             Declared{"<meta http-equiv=content-type content='charset charset = \"gbk\"'>",
                      Charset::gbk},
             Declared{"<meta http-equiv=content-type content='charset=\"gbk'>", std::nullopt},
             Declared{"<meta charset=nonsense content='charset=gbk' http-equiv=content-type>",
                      std::nullopt},
             Declared{"<meta charset=nonsense><meta charset=gbk>", Charset::gbk},
             Declared{"<meta charset=gbk charset=big5>", Charset::gbk},
             Declared{"<!-- <meta charset=gbk> --><meta charset=big5>", Charset::big5},
             Declared{"<!--><meta charset=big5>", Charset::big5},
             Declared{"<!-- > -- <meta charset=gbk>", std::nullopt},
             Declared{"<a title='<meta charset=gbk>'><meta charset=big5>", Charset::big5},
             Declared{"</p a='>'><meta charset=gbk>", Charset::gbk},
             Declared{"<?php '<meta charset=gbk>' ?><meta charset=big5>", Charset::big5},
             Declared{"<script>var a = '<meta charset=gbk>'</script>", Charset::gbk},
             Declared{"<metal charset=gbk><meta charset=big5>", Charset::big5},
             Declared{"<meta charset=gbk", std::nullopt},
             Declared{"<meta charset=gbk ", std::nullopt},
             Declared{"<meta charset='gbk", std::nullopt},
             Declared{"<meta charset=utf-16>", Charset::utf_8},
             Declared{"<meta charset=x-user-defined>", Charset::windows_1252},
             Declared{"<meta charset=hz-gb-2312>", Charset::replacement},
             Declared{"<meta charset=utf-7>", std::nullopt},
             Declared{"", std::nullopt},
             Declared{"<", std::nullopt},
         }) {
        EXPECT_EQ(charset_of_markup(given.bytes), given.charset) << given.bytes;
    }
}

TEST(CharsetOfMarkup, LooksAt1024Bytes) {
    const std::string meta = "<meta charset=gbk>";
    EXPECT_EQ(charset_of_markup(std::string(1024 - meta.size(), ' ') + meta), Charset::gbk);
    EXPECT_EQ(charset_of_markup(std::string(1025 - meta.size(), ' ') + meta), std::nullopt);
}

TEST(CharsetOfMarkup, KnowsTheXmlDeclaration) {
    for (const Declared& given : {
             Declared{"<?xml version='1.0' encoding='koi8-r'?><rss>", Charset::koi8_r},
             Declared{"<?xml version=\"1.0\" encoding = \"GB2312\" ?>\n<feed>", Charset::gbk},
             Declared{"<?xml version='1.0' encoding='UTF-16'?><rss>", Charset::utf_8},
             Declared{"<?xml version='1.0'?><rss encoding='koi8-r'>", std::nullopt},
             Declared{" <?xml version='1.0' encoding='koi8-r'?>", std::nullopt},
             Declared{"<?xml version='1.0' encoding='koi8-r?>", std::nullopt},
             Declared{"<?xml encoding='koi8-r'?><rss><![CDATA[<meta charset=gbk>]]>",
                      Charset::koi8_r},
             Declared{"<?xml encoding='koi8-r'?><html><meta charset=gbk>", Charset::gbk},
             Declared{"<?xml encoding='koi8-r'?><html><body>", Charset::koi8_r},
         }) {
        EXPECT_EQ(charset_of_markup(given.bytes), given.charset) << given.bytes;
    }
}

TEST(ByteOrderMark, TellsUtf32FromUtf16) {
    using namespace std::literals;
    EXPECT_EQ(byte_order_mark("\xFF\xFE\0\0a"sv)->charset, Charset::utf_32le);
    EXPECT_EQ(byte_order_mark("\xFF\xFE"
                              "a\0"sv)
                  ->charset,
              Charset::utf_16le);
    EXPECT_FALSE(byte_order_mark("\xEF\xBB"));
}

}  // namespace
}  // namespace feedarc::text
