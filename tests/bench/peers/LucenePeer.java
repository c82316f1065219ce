// Lucene as a peer: ICU's words with positions, doc values for facets, one segment, exact totals.
//
//   java LucenePeer index CORPUS.tsv INDEX
//   java LucenePeer ask INDEX QUESTIONS.tsv ANSWERS.tsv ROUNDS
// Files: see xapian_peer.cc. A question's time is the thread's CPU time, so the collector's and the compiler's threads are not
// in it; three rounds before the counted ones warm the compiler up.
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.RuleBasedBreakIterator;
import com.ibm.icu.util.ULocale;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizerConfig;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

public class LucenePeer {
  static final int HITS = 10, WARM_UP_ROUNDS = 3, MEMORY_MB = 256;
  static final String TEXT = "text";

  // Debian's ICU does not read the break rules that the ICU analyser brings; ICU's own word rules cut the same.
  static class WordConfig extends ICUTokenizerConfig {
    private final BreakIterator words = BreakIterator.getWordInstance(ULocale.ROOT);
    @Override public RuleBasedBreakIterator getBreakIterator(int script) { return (RuleBasedBreakIterator) words.clone(); }
    @Override public String getType(int script, int ruleStatus) { return "word"; }
    @Override public boolean combineCJ() { return true; }
  }

  static final Analyzer ANALYZER = new Analyzer() {
    @Override protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new ICUTokenizer(new WordConfig());
      return new TokenStreamComponents(words, new LowerCaseFilter(words));
    }
  };

  static String[] words(String text) { return text.isEmpty() ? new String[0] : text.split(" "); }

  static Document document(String line) {
    String[] columns = line.split("\t", -1);
    String date = columns[1];
    int day = Integer.parseInt(date.replace("-", ""));
    Document document = new Document();
    document.add(new SortedDocValuesField("id", new BytesRef(columns[0])));
    document.add(new IntPoint("day", day));
    document.add(new NumericDocValuesField("day", day));
    document.add(new SortedSetDocValuesFacetField("month", date.substring(0, 7)));
    for (String ministry : words(columns[3])) {
      document.add(new StringField("ministry", ministry, Field.Store.NO));
      document.add(new SortedSetDocValuesFacetField("ministry", ministry));
    }
    document.add(new TextField(TEXT, columns[4], Field.Store.NO));
    document.add(new TextField(TEXT, columns[5], Field.Store.NO));
    return document;
  }

  static void index(String corpus, String folder) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(MEMORY_MB).setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    FacetsConfig facets = new FacetsConfig();
    facets.setMultiValued("ministry", true);
    try (IndexWriter writer = new IndexWriter(FSDirectory.open(Paths.get(folder)), config);
         BufferedReader lines = Files.newBufferedReader(Paths.get(corpus), StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) writer.addDocument(facets.build(document(line)));
      writer.forceMerge(1);
      writer.commit();
    }
  }

  // A word, or the row of words that the analyser cuts it into.
  static Query row(String text) throws IOException {
    List<Term> terms = new ArrayList<>();
    try (TokenStream tokens = ANALYZER.tokenStream(TEXT, text)) {
      CharTermAttribute token = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) terms.add(new Term(TEXT, token.toString()));
      tokens.end();
    }
    if (terms.size() == 1) return new TermQuery(terms.get(0));
    PhraseQuery.Builder phrase = new PhraseQuery.Builder();
    for (Term term : terms) phrase.add(term);
    return phrase.build();
  }

  static void addAll(BooleanQuery.Builder query, String text, BooleanClause.Occur occur) throws IOException {
    for (String word : words(text)) query.add(row(word), occur);
  }

  static Query query(String[] q) throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    addAll(query, q[2], BooleanClause.Occur.MUST);
    addAll(query, q[6], BooleanClause.Occur.MUST);
    addAll(query, q[4], BooleanClause.Occur.MUST_NOT);
    if (!q[5].isEmpty()) query.add(row(q[5]), BooleanClause.Occur.MUST);
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    addAll(any, q[3], BooleanClause.Occur.SHOULD);
    addAll(any, q[7], BooleanClause.Occur.SHOULD);
    if (!(q[3] + q[7]).isEmpty()) query.add(any.build(), BooleanClause.Occur.MUST);
    if (!q[10].isEmpty()) query.add(new TermQuery(new Term("ministry", q[10])), BooleanClause.Occur.FILTER);
    if (!q[8].isEmpty()) {
      int from = Integer.parseInt(q[8]), to = Integer.parseInt(q[9]);
      query.add(new IndexOrDocValuesQuery(IntPoint.newRangeQuery("day", from, to), NumericDocValuesField.newSlowRangeQuery("day", from, to)),
                BooleanClause.Occur.FILTER);
    }
    return query.build();
  }

  static String sumOf(FacetResult result) {
    long pages = 0;
    if (result == null) return "0:0";
    for (LabelAndValue value : result.labelValues) pages += value.value.longValue();
    return result.labelValues.length + ":" + pages;
  }

  static class Asker {
    final IndexSearcher searcher;
    final SortedSetDocValuesReaderState facetState;

    Asker(DirectoryReader reader) throws IOException {
      searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
      facetState = new DefaultSortedSetDocValuesReaderState(reader);
    }

    // total, ids and facets, a tab between
    String answer(String[] question) throws IOException {
      TopDocs hits;
      String facets = "";
      if (question[11].equals("1")) {
        FacetsCollector collector = new FacetsCollector();
        hits = FacetsCollector.search(searcher, query(question), HITS, collector);
        Facets counts = new SortedSetDocValuesFacetCounts(facetState, collector);
        facets = sumOf(counts.getTopChildren(10000, "month")) + " " + sumOf(counts.getTopChildren(10000, "ministry"));
      } else {
        TopScoreDocCollector collector = TopScoreDocCollector.create(HITS, /*totalHitsThreshold=*/Integer.MAX_VALUE);
        searcher.search(query(question), collector);
        hits = collector.topDocs();
      }
      return hits.totalHits.value + "\t" + ids(hits) + "\t" + facets;
    }

    String ids(TopDocs hits) throws IOException {
      StringBuilder ids = new StringBuilder();
      List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
      for (ScoreDoc hit : hits.scoreDocs) {
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
        SortedDocValues values = leaf.reader().getSortedDocValues("id");
        if (values.advanceExact(hit.doc - leaf.docBase)) ids.append(values.binaryValue().utf8ToString()).append(' ');
      }
      return ids.toString();
    }
  }

  static void ask(String folder, String questionsFile, String answersFile, int rounds) throws IOException {
    List<String[]> questions = new ArrayList<>();
    for (String line : Files.readAllLines(Paths.get(questionsFile), StandardCharsets.UTF_8))
      questions.add(Arrays.copyOf(line.split("\t", -1), 12));
    String[] times = new String[questions.size()], answers = new String[questions.size()];
    Arrays.fill(times, "");
    java.lang.management.ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    try (DirectoryReader reader = DirectoryReader.open(MMapDirectory.open(Paths.get(folder)))) {
      Asker asker = new Asker(reader);
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++)
        for (int i = 0; i < times.length; i++) {
          long begin = clock.getCurrentThreadCpuTime();
          answers[i] = asker.answer(questions.get(i));
          long took = clock.getCurrentThreadCpuTime() - begin;
          if (round >= 0) times[i] += (round == 0 ? "" : ",") + took;
        }
    }
    try (PrintWriter out = new PrintWriter(answersFile, "UTF-8")) {
      for (int i = 0; i < times.length; i++)
        out.println(questions.get(i)[0] + "\t" + questions.get(i)[1] + "\t" + times[i] + "\t" + answers[i]);
    }
    System.out.println("{\"version\":\"" + Version.LATEST + "\"}");
  }

  public static void main(String[] words) throws IOException {
    if (words.length == 3 && words[0].equals("index")) {
      index(words[1], words[2]);
    } else if (words.length == 5 && words[0].equals("ask")) {
      ask(words[1], words[2], words[3], Integer.parseInt(words[4]));
    } else {
      System.err.println("usage: LucenePeer index CORPUS.tsv INDEX | ask INDEX QUESTIONS.tsv ANSWERS.tsv ROUNDS");
      System.exit(2);
    }
  }
}
