// The constants of Xapian 1.4's "glass" tables and their grammar: what indexer/build/glass writes and searcher/engine
// reads.
//
// A database is a folder: iamglass (version file: see version_file.h) and a file a table, each a B-tree of 8 KiB
// blocks. Integers in blocks are big-endian; "uint" is a little-endian base-128 number, "sortable" one whose bytes sort
// as it does, "text" bytes with every 00 doubled to 00 FF (glass_packing.h). Docids are 1..2^32-1.
//
//   block     = revision{u32} level{u8} max_free{u16} total_free{u16} directory_end{u16} directory free items
//   directory = offset{u16} of each item in key order; items are laid from the block's end downwards
//   leaf item = (size - 3 | flags){u16} key_length{u8} key [component{u16}, not in the first] tag_part
//   branch item = child_block{u32} key_length{u8} key component{u16}; the first of a block has no key
//   The leftmost leaf starts with an empty key. A tag over kMaxItemBytes is cut into components 1, 2, ...
//
//   postlist  00 D0 slot               -> uint{count} counted{lowest} [highest if another]       value statistics
//             00 D8 uint{slot} sortable{first}  -> counted{value} (uint{delta - 1} counted{value})*    value chunk
//             00 E0 [sortable{first}]  -> chunk of document lengths, as if postings of a term "" (count and total 0)
//             text{term}               -> uint{documents} uint{total wdf} uint{first - 1} chunk
//             text{term} 00 sortable{first} -> chunk
//   chunk     = '1' when it is the term's last, else '0'; uint{last - first} uint{wdf} (uint{delta - 1} uint{wdf})*
//   position  text{term} 00 sortable{docid} -> positions (position_coding.h)
//   termlist  sortable{docid}          -> terms with wdf (document_items.h); sortable{docid} 00 -> slots in use
//   docdata   sortable{docid}          -> the document's data, absent when empty
//
// Written from the format as Xapian 1.4.22's sources (backends/glass) read it; unchanged from 1.3.5 (2016) to 1.4.x.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace polsearch::glass {

inline constexpr std::size_t kBlockBytes = 8192;
inline constexpr std::size_t kDirectoryBegin = 11;  // bytes before the directory
inline constexpr std::size_t kDirectoryEntryBytes = 2;
// At least four items fit into a block; a stock writer counts on it.
inline constexpr std::size_t kMaxItemBytes = (kBlockBytes - kDirectoryBegin - 4 * kDirectoryEntryBytes) / 4;
inline constexpr std::size_t kMaxKeyBytes = 255;
inline constexpr std::uint32_t kMaxComponents = 65535;
inline constexpr std::uint32_t kRevision = 1;  // of a database made in one go

// The version file: format of 2016-03-14 ((2016 - 2014) << 9 | 3 << 5 | 14), flags and block size of each table.
inline constexpr std::string_view kVersionMagic = "\x0F\x0DXapian Glass\x04\x6E";
inline constexpr std::uint32_t kSequentialFlag = 2, kUnusedFlag = 1;
inline constexpr std::size_t kBlockUnit = 2048;

inline constexpr std::size_t kItemHeaderBytes = 3;  // size and flags, key length
inline constexpr std::size_t kComponentBytes = 2;
inline constexpr std::size_t kBranchItemBytes = 4 + 1 + 2;  // beside the key
inline constexpr std::uint16_t kCompressedFlag = 0x8000, kLastPartFlag = 0x4000, kFirstPartFlag = 0x2000;
inline constexpr std::uint16_t kItemSizeMask = 0x1FFF;

// Longest term: 245 bytes, and as text with its 00 and a docid behind it within a key.
inline constexpr std::size_t kMaxTermBytes = 245;
inline constexpr std::size_t kMaxSortableBytes = 5;
inline constexpr std::size_t kMaxTermTextBytes = kMaxKeyBytes - 1 - kMaxSortableBytes;

// Stock Xapian starts another chunk about here too.
inline constexpr std::size_t kChunkBytes = 2000;

// Tags up to this long are never compressed, as stock Xapian does it; 0: no tag of the table is.
inline constexpr std::uint32_t kNeverCompress = 0, kCompressFrom = 18;

}  // namespace polsearch::glass
