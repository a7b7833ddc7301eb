package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.function.PydbOperatorTable;

/**
 * The page {@code docs/functions.md}: all that a statement can call, each with an example and what
 * it gives. It is made from {@code function-examples.txt}, which says how to add a line, and from
 * running the examples. With {@code -Drewrite=1} the page is written anew: read the difference
 * before you commit it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionsPageTest {
  private static final Path EXAMPLES =
      Path.of("src/test/resources/org/pydb/calcite/run/function-examples.txt");
  private static final Path PAGE = Path.of("../docs/functions.md");

  private final SqlDatabase database =
      SqlDatabases.open(DatabaseLocation.memory("functions"), Map.of());
  private SqlSession session;
  private FunctionExamples examples;
  private final List<String> refused = new ArrayList<>();

  @BeforeAll
  void prepare() throws IOException {
    session = database.connect();
    session.set("timezone", "UTC");
    examples = FunctionExamples.read(Files.readString(EXAMPLES));
    Client client = new Client(session);
    for (String statement : examples.statements()) {
      assertThat(client.run(statement)).doesNotContain("ERROR").doesNotMatch("[0-9A-Z]{5}: .*");
    }
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void whateverCanBeCalledHasAnExample() {
    Set<String> missing = new TreeSet<>(callable());
    missing.removeAll(examples.names());
    missing.removeAll(examples.notCalled());
    assertThat(missing).as("functions without a line in %s", EXAMPLES).isEmpty();
  }

  @Test
  void whatIsSaidNotToBeCalledIsThere() {
    Set<String> stale = new TreeSet<>(examples.notCalled());
    stale.removeAll(callable());
    assertThat(stale).as("names in %s that no operator has", EXAMPLES).isEmpty();
    assertThat(examples.notCalled()).doesNotContainAnyElementsOf(examples.names());
  }

  @Test
  void pageShowsWhatExamplesGive() throws IOException {
    String page = page();
    assertThat(refused).as("examples in %s that do not run", EXAMPLES).isEmpty();
    if (System.getProperty("rewrite") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(page)
        .as("%s, made from %s: run with -Drewrite=1", PAGE, EXAMPLES)
        .isEqualTo(Files.readString(PAGE));
  }

  /** The names of all operators that anybody can write. */
  private static Set<String> callable() {
    return PydbOperatorTable.INSTANCE.getOperatorList().stream()
        .map(SqlOperator::getName)
        .filter(name -> !name.startsWith("$") && !name.isEmpty())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String page() {
    StringBuilder page = new StringBuilder(examples.introduction());
    Client client = new Client(session);
    for (FunctionExamples.Topic topic : examples.topics()) {
      page.append("\n## ").append(topic.title()).append("\n\n");
      topic.prose().forEach(line -> page.append(line).append('\n'));
      page.append(topic.prose().isEmpty() ? "" : "\n");
      page.append("| | | example | gives |\n| --- | --- | --- | --- |\n");
      for (FunctionExamples.Example example : topic.examples()) {
        List<String> cells = new ArrayList<>();
        cells.add(code(example.signature()));
        cells.add(example.duty().replace("|", "\\|"));
        cells.add(code(example.example()));
        cells.add(code(answer(client, example)));
        page.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
      }
    }
    return page.toString();
  }

  private String answer(Client client, FunctionExamples.Example example) {
    String answer = client.values(example.statement());
    if (answer.matches("[0-9A-Z]{5}: (?s:.)*")) {
      refused.add(example.statement() + ": " + answer.lines().findFirst().orElse(""));
    }
    return answer;
  }

  private static String code(String text) {
    String escaped = text.replace("|", "\\|").replace("\n", " ");
    return escaped.contains("`") ? "`` " + escaped + " ``" : "`" + escaped + "`";
  }
}
