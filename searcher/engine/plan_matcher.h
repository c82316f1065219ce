// Which documents does a plan match? Window by window, each as a set of documents.
//
//   (steel AND (coal OR mine)), window 1..4096 -> {17, 92, 1300}
// A node is asked only for those documents that the ones asked before it have left over: a term that stands beside a
// rare one is read where the rare one stands.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "searcher/engine/deadline.h"
#include "searcher/engine/phrase.h"
#include "searcher/engine/query_terms.h"
#include "searcher/engine/window.h"
#include "searcher/match/plan.h"

namespace polsearch::engine {

// One plan of one question. `terms`, `positions` and `deadline` outlive it.
class PlanMatcher {
 public:
  struct Context {
    QueryTerms& terms;
    const PositionSource& positions;
    std::uint32_t documents = 0;
    const Deadline& deadline;
  };
  PlanMatcher(const match::Plan& plan, const Context& context);

  // A lower bound of the first match from `document` on, or kNoDocument. What lies before it is then done with.
  [[nodiscard]] std::uint32_t first_from(std::uint32_t document);

  // The window's matches from document `from` on. Windows must rise. When the deadline passes in the middle of phrases,
  // the rest of the window is taken not to match.
  [[nodiscard]] WindowSet match(const Window& window, std::uint32_t from);
  // The same as places, ascending, in `buffer`. A plan of one term is read from its list, without a set.
  [[nodiscard]] std::span<std::uint32_t> places(const Window& window, std::uint32_t from, WindowPlaces& buffer);

  [[nodiscard]] bool is_damaged() const;
  // The deadline passed while phrases were checked.
  [[nodiscard]] bool was_cut() const { return was_cut_; }

 private:
  struct Node {
    match::Plan::Op op = match::Plan::Op::kNothing;
    std::string name;  // of a term
    TermWindow* term = nullptr;
    std::size_t usual_postings = 0;     // in a window
    std::optional<PostingList> finder;  // where single documents are found without decoding
    std::vector<match::DocumentRange> documents;
    std::uint32_t minimum = 0;
    std::unique_ptr<PhraseCheck> phrase;
    std::vector<Node> children;  // of a phrase: what must be there at all
    std::uint64_t cost = 0;      // documents that it may match; those whose positions are read come last
  };

  Node compile(const match::Plan& plan, const Context& context);
  Node compile_phrase(const match::Plan& plan, const Context& context);
  static std::uint64_t cost_of(const Node& node, std::uint32_t documents);

  // `may_jump`: no document before the answer is of interest to any other part of the question.
  static std::uint32_t first_from(Node& node, std::uint32_t document, bool may_jump);
  static std::uint32_t first_of_all(std::vector<Node>& nodes, std::uint32_t document, bool may_jump);

  WindowSet match(Node& node, const Window& window, const WindowSet& within);
  WindowSet match_term(Node& node, const Window& window, const WindowSet& within);
  WindowSet find_term(Node& node, const Window& window, const WindowSet& within);
  WindowSet match_all(std::vector<Node>& nodes, const Window& window, const WindowSet& within);
  WindowSet match_any(std::vector<Node>& nodes, const Window& window, const WindowSet& within);
  WindowSet match_some(Node& node, const Window& window, const WindowSet& within);
  WindowSet match_without(std::vector<Node>& nodes, const Window& window, const WindowSet& within);
  WindowSet match_phrase(Node& node, const Window& window, const WindowSet& within);
  static WindowSet match_documents(const std::vector<match::DocumentRange>& ranges, const Window& window);
  static bool is_damaged(const Node& node);

  const QueryTerms& terms_;
  const Deadline& deadline_;
  bool was_cut_ = false;
  Node root_;
};

}  // namespace polsearch::engine
