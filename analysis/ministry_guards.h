// What stands around a name in the text and says that it is no name there: the rest of a longer word, a province's
// office, an institute that bears its ministry's name. Text and span in, yes or no out; each looks at a few bytes.
//
//   财政部门 (finance departments): 财政部 begins a longer word      商务部研究院: the institute, not the ministry
#pragma once

#include <cstddef>
#include <string_view>

namespace polsearch::names {

// 财政部门, 教育部署 (deploys), 财政部分 (the financial part): 部 belongs to the next word.
[[nodiscard]] bool is_cut_from_longer_word(std::string_view text, std::size_t begin, std::size_t end);

// Thai: สำนักงาน...จังหวัด is the province's office.
[[nodiscard]] bool is_thai_provincial(std::string_view text, std::size_t end);

// Thai short forms that are units or numbers: กก.ละ (a kilo), รง.4 (a licence).
[[nodiscard]] bool is_thai_unit(std::string_view text, std::size_t end);

// Chinese: 工信部赛迪研究院 is an institute; 工信部支持研究院 (supports) and 工信部、信通院 are not.
[[nodiscard]] bool is_head_of_institute(std::string_view text, std::size_t end);

// Chinese: behind 中国人民银行 stands 广东省分行, behind 国家税务总局 深圳市税务局: an office below the body. The
// caller has seen the place.
[[nodiscard]] bool is_head_of_office(std::string_view text, std::size_t end);

// Chinese: behind 国家能源局 stands 华南监管局, of a region and not of a province.
[[nodiscard]] bool is_head_of_regional_office(std::string_view text, std::size_t end);

// Chinese: 公司商务部, 学生会宣传部: a company's or an association's own department.
[[nodiscard]] bool is_department_of_company(std::string_view text, std::size_t begin, std::size_t end);

// Latin: abbreviations that spell a word: MOST, SAFE, MIND.
[[nodiscard]] bool is_everyday_word(std::string_view abbreviation);

// Latin: "each visitor signs an NDA," is an agreement; "an NDA official" is of the body.
[[nodiscard]] bool is_common_noun(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace polsearch::names
