package org.pydb.calcite.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.golden.GoldenScript;

/**
 * Statements and what the parser makes of them, by topic.
 *
 * <p>An output is the text of the tree, or the place and the words of the error. Each tree must be
 * equal to that of its own text, and to a copy that a visitor makes of it.
 */
class ParserScriptsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "definition",
        "errors",
        "escapes",
        "modification",
        "names",
        "query",
        "session",
        "types"
      })
  void script(String topic) throws IOException {
    GoldenScript.run(ParserScriptsTest.class, topic + ".txt", ParserScriptsTest::parse);
  }

  private static String parse(String sql) {
    try {
      SqlNode tree = PydbParser.parseStatement(sql);
      String text = PydbDialect.text(tree);
      assertSame(tree, PydbParser.parseStatement(text));
      assertSame(tree, tree.accept(new Copy()));
      return text.replaceAll("\\R\\s*", " ");
    } catch (SqlParseException e) {
      return e.getPos().getLineNum() + ":" + e.getPos().getColumnNum() + " " + e.getMessage();
    }
  }

  private static void assertSame(SqlNode tree, @Nullable SqlNode other) {
    assertThat(other).isNotNull().hasSameClassAs(tree);
    assertThat(tree.equalsDeep(other, Litmus.IGNORE)).as("%s\n%s", tree, other).isTrue();
  }

  /** Rebuilds every call through its operator. */
  private static final class Copy extends SqlShuttle {
    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      CallCopyingArgHandler handler = new CallCopyingArgHandler(call, true);
      call.getOperator().acceptCall(this, call, false, handler);
      return handler.result();
    }
  }
}
