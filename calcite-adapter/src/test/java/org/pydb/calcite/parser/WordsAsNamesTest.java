package org.pydb.calcite.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.util.Litmus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.parser.generated.PydbSqlParser;

/**
 * Every word that is not reserved names things wherever a name may stand.
 *
 * <p>JavaCC cannot prove that: where the grammar looks ahead further than one token it trusts the
 * grammar's author. So each word is put in each place, and the tree must be that of the same
 * statement with the word in quotes.
 */
class WordsAsNamesTest {

  /** What people call their columns and tables; more may become reserved, these never. */
  private static final Set<String> EVERYDAY =
      Set.of(
          ("value date time timestamp position result start method count year month day rank"
                  + " language period key type name status data level comment session system hour"
                  + " minute second row rows sum min max avg current text role groups match trigger"
                  + " uuid filter floor measure element member stream next final condition partition new old"
                  + " cursor call")
              .split(" "));

  /** Where a word means something else: SET SESSION and its like, and IF [NOT] EXISTS. */
  private static final Set<String> EXCEPTIONS =
      Set.of(
          "set session = 1",
          "set transaction = 1",
          "set constraints = 1",
          "create table if (a int)",
          "create index if on t (a)",
          "drop table if");

  private static final SqlAbstractParserImpl.Metadata METADATA =
      PydbSqlParser.FACTORY.getParser(new StringReader("")).getMetadata();

  /** How often each token stands in a production, the list of the non-reserved included. */
  private static final Map<String, Long> USES =
      Pattern.compile("<([A-Z_0-9]+)>")
          .matcher(grammar())
          .results()
          .collect(Collectors.groupingBy(use -> use.group(1), Collectors.counting()));

  private static final List<String> WORDS = words();

  @Test
  void everydayWordsAreNotReserved() {
    assertThat(EVERYDAY).allMatch(word -> !METADATA.isReservedWord(word.toUpperCase(Locale.ROOT)));
    assertThat(WORDS).hasSizeGreaterThan(200).contains("value", "year", "text");
  }

  @ParameterizedTest
  @MethodSource("places")
  void wordIsTheNameThatItIsInQuotes(String place) throws SqlParseException {
    List<String> wrong = new ArrayList<>();
    for (String word : WORDS) {
      String bare = place.replace("%", word);
      if (!EXCEPTIONS.contains(bare) && !sameTree(bare, place.replace("%", '"' + word + '"'))) {
        wrong.add(word);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** PostgreSQL reserves these too. */
  @ParameterizedTest
  @ValueSource(strings = {"user", "table", "select", "order", "returning", "analyze", "do", "all"})
  void reservedWordNamesNothing(String word) {
    assertThat(sameTree("select a as " + word + " from t", "select a as \"" + word + "\" from t"))
        .isFalse();
  }

  private static boolean sameTree(String bare, String quoted) {
    try {
      return PydbParser.parseStatement(bare)
          .equalsDeep(PydbParser.parseStatement(quoted), Litmus.IGNORE);
    } catch (SqlParseException e) {
      return false;
    }
  }

  /**
   * The words that are not reserved though the grammar uses them, in lower case. Those that it only
   * lists, such as cobol, are names like any other to it; and it has JDBC's type names by the
   * dozen.
   */
  private static List<String> words() {
    return METADATA.getTokens().stream()
        .filter(METADATA::isKeyword)
        .filter(METADATA::isNonReservedKeyword)
        .filter(word -> usesInGrammar(word) > 1 && !word.startsWith("SQL_"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  private static String grammar() {
    try {
      return Files.readString(Path.of("target", "grammar", "javacc", "Parser.jj"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long usesInGrammar(String word) {
    return USES.getOrDefault(word, 0L);
  }

  static Stream<String> places() {
    return Stream.of(
        // a select list
        "select % from t",
        "select a as % from t",
        "select a % from t",
        "select t.%, s.%.a from s.%",
        "select %.a, %.* from %",
        "select (%), -%, % + 1, 1 + %, % || 'x' from t",
        "select %::text, cast(% as text) from t",
        "select f(%), max(%), count(distinct %), coalesce(%, 1) from t",
        "select case when % then % else % end, case % when % then 1 end from t",
        "select row(%, 1), (%, 2), array[%], (%.a).b from t",
        "select extract(year from %), substring(% from 1 for %), trim(both % from %) from t",
        "select position(% in %), interval '1' day + % from t",
        "select distinct % from t",
        "explain select % from t",
        // tables
        "select a from %",
        "select a from t as %",
        "select a from t %",
        "select a from t, %",
        "select a from t join % on %.a = t.b",
        "select a from t join u as % on true",
        "select a from t natural join %",
        "select a from t join u using (%)",
        "select a from (select 1) as %",
        "select a from (values (1)) as v (%)",
        "select a from t for update of %",
        "table %",
        "with % as (select 1) select * from %",
        "with x (%) as (select 1) select * from x",
        // conditions and orders
        "select a from t where % = 1 and % is null",
        "select a from t where (%) = 1 or (%, a) = (1, %)",
        "select a from t where a in (%, 1) or % in (1)",
        "select a from t where not % and % like 'x' and % between % and %",
        "select a from t where exists (select % from u)",
        "select a from t group by % having % > 1",
        "select a from t order by %",
        "select a from t order by % desc, % nulls first",
        "select sum(a) over (partition by % order by %) from t",
        "select sum(a) over (order by % rows unbounded preceding) from t",
        "select sum(a) over w from t window w as (order by %)",
        "select sum(a) filter (where %) from t",
        "select a from t union select % from u",
        // modification
        "insert into t (%) values (1)",
        "insert into t (a, %) values (1, 2)",
        "insert into % values (1)",
        "insert into % (a) select % from u",
        "insert into s.% values (1)",
        "insert into t as % values (1)",
        "insert into t values (1) on conflict (%) do update set % = excluded.% where % > 1",
        "insert into t values (1) returning %, a as %",
        "update t set % = 1",
        "update t set a = 1, % = %, (%, b) = (%, 1)",
        "update % set a = 1",
        "update t as % set a = 1 where %.a = 1 returning %",
        "update t % set a = 1",
        "delete from % where % = 1",
        "delete from t as %",
        "delete from t % where a = 1 returning %",
        // definition
        "create table % (a int)",
        "create table s.% (a int)",
        "create table t (% int, b text)",
        "create table t (a int, % text not null, primary key (%))",
        "create table t (a int constraint % unique, constraint x check (% > 0))",
        "create table t (a int references % (%), b int default %)",
        "create index % on t (a)",
        "create index i on % (% desc)",
        "create index on % (a)",
        "drop table %",
        "drop table a, % cascade",
        "drop index if exists %",
        // session
        "savepoint %",
        "release savepoint %",
        "rollback to %",
        "vacuum %",
        "analyze %",
        "set % = 1",
        "set a = %");
  }
}
