// AST -> the query language (see ast.h).
#include "searcher/query/ast.h"
