package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.BitString;
import org.apache.calcite.util.NlsString;
import org.pydb.calcite.error.PlacedError;

/**
 * A literal that is written in pieces, each on a line of its own, which are one:
 *
 * <pre>
 *   select 'taxi'
 *          'cab'      →  select 'taxicab'
 * </pre>
 */
public final class LiteralPieces {
  private LiteralPieces() {}

  /** The text of some pieces of text. */
  public static SqlLiteral text(List<? extends SqlNode> pieces) {
    StringBuilder text = new StringBuilder();
    for (SqlNode piece : pieces) {
      text.append(((SqlLiteral) piece).getValueAs(NlsString.class).getValue());
    }
    return SqlLiteral.createCharString(text.toString(), place(pieces));
  }

  /** The bytes of some pieces of bytes. */
  public static SqlLiteral bytes(List<? extends SqlNode> pieces) {
    StringBuilder digits = new StringBuilder();
    for (SqlNode piece : pieces) {
      digits.append(((SqlLiteral) piece).getValueAs(BitString.class).toHexString());
    }
    return SqlLiteral.createBinaryString(digits.toString(), place(pieces));
  }

  private static SqlParserPos place(List<? extends SqlNode> pieces) {
    for (int i = 1; i < pieces.size(); i++) {
      SqlParserPos before = pieces.get(i - 1).getParserPosition();
      if (pieces.get(i).getParserPosition().getLineNum() <= before.getEndLineNum()) {
        throw new PlacedError(
            pieces.get(i),
            "42601",
            "two string literals in a row: write || between them, or the second on a new line");
      }
    }
    return SqlParserPos.sum(pieces);
  }
}
