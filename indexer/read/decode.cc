#include "indexer/read/decode.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>

#include "analysis/ascii.h"
#include "analysis/byte_blocks.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr std::size_t kSampleBytes = 64 * 1024;  // what the detectors look at, from the first non-ASCII byte on
constexpr std::size_t kMetaBytes = 1024;         // WHATWG HTML, "prescan a byte stream"

struct Alias {
  std::string_view label;  // lower case
  std::string_view charset;
};

// Names that mean a superset in practice (WHATWG Encoding standard, section 4.2), else mojibake in the rare characters.
constexpr std::array kAliases = {
    Alias{"utf8", "UTF-8"},
    Alias{"utf-8", "UTF-8"},
    Alias{"unicode-1-1-utf-8", "UTF-8"},
    Alias{"gb2312", "GB18030"},
    Alias{"gbk", "GB18030"},
    Alias{"x-gbk", "GB18030"},
    Alias{"gb18030", "GB18030"},
    Alias{"gb_2312-80", "GB18030"},
    Alias{"cp936", "GB18030"},
    Alias{"ms936", "GB18030"},
    Alias{"windows-936", "GB18030"},
    Alias{"euc-cn", "GB18030"},
    Alias{"chinese", "GB18030"},
    Alias{"big5", "Big5-HKSCS"},
    Alias{"big5-hkscs", "Big5-HKSCS"},
    Alias{"cn-big5", "Big5-HKSCS"},
    Alias{"x-x-big5", "Big5-HKSCS"},
    Alias{"cp950", "Big5-HKSCS"},
    Alias{"tis-620", "windows-874"},
    Alias{"tis620", "windows-874"},
    Alias{"iso-8859-11", "windows-874"},
    Alias{"windows-874", "windows-874"},
    Alias{"cp874", "windows-874"},
    Alias{"ms874", "windows-874"},
    Alias{"iso-8859-1", "windows-1252"},
    Alias{"latin1", "windows-1252"},
    Alias{"us-ascii", "windows-1252"},
    Alias{"ascii", "windows-1252"},
    Alias{"cp1252", "windows-1252"},
    Alias{"windows-1252", "windows-1252"},
    Alias{"shift_jis", "windows-31j"},
    Alias{"sjis", "windows-31j"},
    Alias{"x-sjis", "windows-31j"},
    Alias{"euc-kr", "windows-949"},
    Alias{"ks_c_5601-1987", "windows-949"},
};

// Charsets that are not for the web (ASCII means something else in them, or they hide markup).
constexpr std::array<std::string_view, 6> kRefused = {"utf-7",  "scsu", "bocu-1", "imap-mailbox-name",
                                                      "cesu-8", "lmbcs"};

bool is_label(std::string_view name) {
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.' || c == '+';
  });
}

struct CloseConverter {
  void operator()(UConverter* c) const { ucnv_close(c); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(charset.c_str(), &status));
  return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

void count_and_substitute(const void* context, UConverterToUnicodeArgs* arguments, const char* units, int32_t length,
                          UConverterCallbackReason reason, UErrorCode* status) {
  if (reason <= UCNV_IRREGULAR) ++*static_cast<std::uint32_t*>(const_cast<void*>(context));
  UCNV_TO_U_CALLBACK_SUBSTITUTE(nullptr, arguments, units, length, reason, status);
}

// Appends UTF-16 as UTF-8. `high` carries a surrogate over the end of a chunk.
void append_utf16(std::string& out, const UChar* units, std::size_t count, UChar& high) {
  for (std::size_t i = 0; i < count; ++i) {
    const UChar unit = units[i];
    if (high != 0) {
      if (U16_IS_TRAIL(unit))
        append_utf8(out, static_cast<char32_t>(U16_GET_SUPPLEMENTARY(high, unit)));
      else
        append_utf8(out, 0xFFFD);
      high = 0;
      if (U16_IS_TRAIL(unit)) continue;
    }
    if (unit < 0x80)
      out.push_back(static_cast<char>(unit));
    else if (U16_IS_LEAD(unit))
      high = unit;
    else
      append_utf8(out, U16_IS_TRAIL(unit) ? U'\xFFFD' : static_cast<char32_t>(unit));
  }
}

DecodedText convert(std::string_view bytes, UConverter& converter, std::string charset) {
  DecodedText decoded{{}, std::move(charset), 0};
  UErrorCode status = U_ZERO_ERROR;
  ucnv_reset(&converter);
  ucnv_setToUCallBack(&converter, count_and_substitute, &decoded.replaced, nullptr, nullptr, &status);
  std::array<UChar, 4096> units;
  UChar high = 0;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  do {
    UChar* target = units.data();
    status = U_ZERO_ERROR;
    ucnv_toUnicode(&converter, &target, units.data() + units.size(), &source, end, nullptr, true, &status);
    append_utf16(decoded.text, units.data(), static_cast<std::size_t>(target - units.data()), high);
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (high != 0) append_utf8(decoded.text, 0xFFFD);
  return decoded;
}

DecodedText decode_utf8(std::string_view bytes) {
  RepairedText repaired = repair_utf8(bytes);
  return {std::move(repaired.text), "UTF-8", static_cast<std::uint32_t>(repaired.replaced)};
}

// "GBK" -> "GB18030"; a name unknown to ICU, refused, or in which ASCII is not ASCII -> nothing.
std::optional<std::string> charset_of_label(std::string_view declared) {
  std::string label = lower_ascii(squeeze_spaces(declared));
  for (const Alias& alias : kAliases)
    if (alias.label == label) return std::string(alias.charset);
  if (!is_label(label)) return std::nullopt;
  if (std::find(kRefused.begin(), kRefused.end(), label) != kRefused.end()) return std::nullopt;
  const Converter converter = open_converter(label);
  constexpr std::string_view probe = "<Az09 >\n";
  if (!converter || convert(probe, *converter, {}).text != probe) return std::nullopt;
  return label;
}

struct Mark {
  std::string_view bytes;
  std::string_view charset;
};
constexpr std::array kMarks = {  // longer first: FF FE starts both UTF-32LE and UTF-16LE
    Mark{std::string_view("\xFF\xFE\0\0", 4), "UTF-32LE"}, Mark{std::string_view("\0\0\xFE\xFF", 4), "UTF-32BE"},
    Mark{"\xEF\xBB\xBF", "UTF-8"}, Mark{"\xFF\xFE", "UTF-16LE"}, Mark{"\xFE\xFF", "UTF-16BE"}};

std::optional<DecodedText> decode_by_mark(std::string_view bytes) {
  for (const Mark& mark : kMarks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    const std::string_view rest = bytes.substr(mark.bytes.size());
    if (mark.charset == "UTF-8") return decode_utf8(rest);
    const Converter converter = open_converter(std::string(mark.charset));
    if (converter) return convert(rest, *converter, std::string(mark.charset));
  }
  return std::nullopt;
}

// UTF-16 without a mark: markup and spaces have zero in every other byte.
std::optional<DecodedText> decode_by_zero_bytes(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, 1024);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < sample.size(); ++i)
    if (sample[i] == '\0') ++zeros[i % 2];
  const std::size_t pairs = sample.size() / 2;
  if (pairs < 4) return std::nullopt;
  const bool little = zeros[1] * 4 >= pairs && zeros[0] * 20 <= zeros[1];
  const bool big = zeros[0] * 4 >= pairs && zeros[1] * 20 <= zeros[0];
  if (little == big) return std::nullopt;
  const std::string charset = little ? "UTF-16LE" : "UTF-16BE";
  const Converter converter = open_converter(charset);
  if (!converter) return std::nullopt;
  DecodedText decoded = convert(bytes, *converter, charset);
  if (decoded.replaced * 50 > pairs) return std::nullopt;
  return decoded;
}

// Many well-formed multi-byte sequences and few ill-formed ones: UTF-8 that was cut or patched. Text in another charset
// has about one well-formed sequence in eight.
bool is_nearly_utf8(std::string_view bytes) {
  std::size_t good = 0, bad = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    if (static_cast<unsigned char>(bytes[i]) < 0x80) {
      ++i;
      continue;
    }
    const CodePoint point = decode_at(bytes, i);
    ++(point.ok ? good : bad);
    i += point.length;
  }
  return good >= 3 && good >= 4 * bad;
}

bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

std::string_view detection_sample(std::string_view bytes) {
  const auto first = std::find_if_not(bytes.begin(), bytes.end(), is_ascii);
  return bytes.substr(static_cast<std::size_t>(first - bytes.begin()), kSampleBytes);
}

// At most one replaced sequence in fifty non-ASCII bytes (and one at the sample's cut end).
bool is_plausible(std::string_view sample, const std::string& charset) {
  const Converter converter = open_converter(charset);
  if (!converter) return false;
  const auto ascii = static_cast<std::size_t>(std::count_if(sample.begin(), sample.end(), is_ascii));
  return std::size_t{convert(sample, *converter, {}).replaced} <= 1 + (sample.size() - ascii) / 50;
}

std::string guess_with_uchardet(std::string_view sample) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), uchardet_delete);
  if (!detector || uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return uchardet_get_charset(detector.get());
}

std::string guess_with_icu(std::string_view sample) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), ucsdet_close);
  if (U_FAILURE(status)) return {};
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr || ucsdet_getConfidence(match, &status) < 10) return {};
  const char* name = ucsdet_getName(match, &status);
  return U_SUCCESS(status) && name != nullptr ? name : std::string();
}

std::string choose_charset(std::string_view bytes, std::string_view declared) {
  const std::string_view sample = detection_sample(bytes);
  for (const auto guess : {+[](std::string_view, std::string_view label) { return std::string(label); },
                           +[](std::string_view text, std::string_view) { return guess_with_uchardet(text); },
                           +[](std::string_view text, std::string_view) { return guess_with_icu(text); }}) {
    const std::optional<std::string> charset = charset_of_label(guess(sample, declared));
    if (charset && *charset != "UTF-8" && is_plausible(sample, *charset)) return *charset;
  }
  return "windows-1252";
}

// Charsets whose every byte is ASCII, so that "valid UTF-8" says nothing.
bool is_seven_bit(std::string_view declared) {
  const std::string label = lower_ascii(squeeze_spaces(declared));
  return label.starts_with("iso-2022-") || label == "hz-gb-2312" || label == "hz";
}

DecodedText decode_any(std::string_view bytes, std::string_view declared) {
  if (auto decoded = decode_by_mark(bytes)) return *std::move(decoded);
  if (auto decoded = decode_by_zero_bytes(bytes)) return *std::move(decoded);
  const bool seven_bit = is_seven_bit(declared) && std::all_of(bytes.begin(), bytes.end(), is_ascii);
  if (!seven_bit && is_valid_utf8(bytes)) return {std::string(bytes), "UTF-8", 0};
  if (!seven_bit && is_nearly_utf8(bytes)) return decode_utf8(bytes);
  const std::string charset = choose_charset(seven_bit ? bytes.substr(0, kSampleBytes) : bytes, declared);
  const Converter converter = open_converter(charset);
  return converter ? convert(bytes, *converter, charset) : decode_utf8(bytes);
}

// The value behind `charset=` or `encoding=` at `offset`: quoted or up to a delimiter.
std::string_view value_at(std::string_view head, std::size_t offset) {
  offset = std::min(head.find_first_not_of(" \t\r\n\"'", offset), head.size());
  const std::size_t end = head.find_first_of(" \t\r\n\"';>?/", offset);
  return head.substr(offset, end == std::string_view::npos ? end : end - offset);
}

// Eight bytes at `offset` of which none is a control or may begin one.
bool has_plain_block(std::string_view text, std::size_t offset) {
  if (text.size() - offset < kBlock) return false;
  const std::uint64_t block = block_at(text, offset);
  return !has_byte_below(block, 0x20) && !has_byte(block, 0x7F) && !has_byte(block, 0xC2);
}

}  // namespace

DecodedText decode(std::string_view bytes, std::string_view declared_charset) {
  DecodedText decoded = decode_any(bytes, declared_charset);
  blank_controls(decoded.text);
  return decoded;
}

std::string charset_declared_in_html(std::string_view bytes) {
  const std::string head = lower_ascii(bytes.substr(0, kMetaBytes));
  for (std::size_t at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 1)) {
    const std::string_view tag = std::string_view(head).substr(at, head.find('>', at) - at);
    const std::size_t name = tag.find("charset");
    if (name == std::string_view::npos) continue;
    const std::size_t equals = tag.find_first_not_of(" \t\r\n", name + 7);
    if (equals != std::string_view::npos && tag[equals] == '=') return std::string(value_at(tag, equals + 1));
  }
  if (!head.starts_with("<?xml")) return {};
  const std::string_view declaration = std::string_view(head).substr(0, head.find('>'));
  const std::size_t name = declaration.find("encoding=");
  return name == std::string_view::npos ? std::string() : std::string(value_at(declaration, name + 9));
}

void blank_controls(std::string& text) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    while (has_plain_block(text, i)) {
      if (out < i) std::memmove(&text[out], &text[i], kBlock);
      out += kBlock;
      i += kBlock;
    }
    if (i == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool line_or_tab = byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
    if ((byte < 0x20 && !line_or_tab) || byte == 0x7F) {
      text[out++] = ' ';
    } else if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0 &&
               text[i + 1] != '\x85') {
      text[out++] = ' ';  // C1: what undefined bytes of windows-1252 become
      ++i;
    } else {
      text[out++] = text[i];
    }
  }
  text.resize(out);
}

}  // namespace polsearch
