package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** An option of a sequence: {@code START WITH 7}, {@code NO CYCLE} … */
public final class SequenceOption extends PydbCall {

  /** What it says. */
  public enum Kind {
    TYPE("AS"),
    INCREMENT("INCREMENT BY"),
    MINVALUE("MINVALUE"),
    NO_MINVALUE("NO MINVALUE"),
    MAXVALUE("MAXVALUE"),
    NO_MAXVALUE("NO MAXVALUE"),
    START("START WITH"),
    RESTART("RESTART"),
    CACHE("CACHE"),
    CYCLE("CYCLE"),
    NO_CYCLE("NO CYCLE"),
    OWNED_BY("OWNED BY");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("sequence option", SqlKind.OTHER, SequenceOption::new);

  public SequenceOption(SqlParserPos pos, Kind kind, @Nullable SqlNode value) {
    this(pos, new @Nullable SqlNode[] {choice(kind), value});
  }

  private SequenceOption(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public Kind kind() {
    return choiceAt(0, Kind.class);
  }

  /** A number, a type or a column; null if it says none. */
  public @Nullable SqlNode value() {
    return optionalAt(1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(kind().words);
    SqlNode value = value();
    if (value != null) {
      value.unparse(writer, 0, 0);
    }
  }
}
