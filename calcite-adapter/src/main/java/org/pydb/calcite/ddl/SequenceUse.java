package org.pydb.calcite.ddl;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.NameText;
import org.pydb.calcite.parser.PydbDialect;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.SequenceDefinition;

/**
 * The sequences that an expression names, in {@code nextval('s')} and the like. Where definitions
 * keep an expression, these names say their schemas, and follow when a sequence gets another name.
 */
final class SequenceUse {
  private static final Set<String> FUNCTIONS = Set.of("NEXTVAL", "CURRVAL", "SETVAL");

  private SequenceUse() {}

  /**
   * An expression as it is kept.
   *
   * @throws PlacedError 42P01 if it names a sequence that is not there
   */
  static String text(SqlNode expression, SearchPath path, Catalog catalog) {
    return PydbDialect.text(qualified(expression, path, catalog, sequence -> {}));
  }

  /**
   * The tree of an expression or a query in which the names of sequences say their schemas.
   *
   * @param used gets the sequences
   * @throws PlacedError 42P01 if it names a sequence that is not there
   */
  static SqlNode qualified(
      SqlNode expression, SearchPath path, Catalog catalog, Consumer<SequenceDefinition> used) {
    return map(
        expression,
        (literal, name) -> {
          SequenceDefinition sequence = find(name, path, catalog);
          if (sequence == null) {
            throw new PlacedError(
                literal, "42P01", "sequence \"" + String.join(".", name) + "\" does not exist");
          }
          used.accept(sequence);
          return NameText.of(sequence.schema(), sequence.name());
        });
  }

  private static @Nullable SequenceDefinition find(
      List<String> name, SearchPath path, Catalog catalog) {
    if (name.size() == 2) {
      return catalog.sequence(name.get(0), name.get(1));
    }
    for (String schema : path.schemas()) {
      SequenceDefinition found = catalog.sequence(schema, name.get(0));
      if (name.size() == 1 && found != null) {
        return found;
      }
    }
    return null;
  }

  /** Whether an expression that is kept names a sequence. */
  static boolean isIn(@Nullable String text, SequenceDefinition sequence) {
    boolean[] found = {false};
    if (text != null) {
      SqlNode unused =
          change(
              Trees.parse(text),
              name -> {
                found[0] |= name.equals(NameText.of(sequence.schema(), sequence.name()));
                return name;
              });
    }
    return found[0];
  }

  /** An expression that is kept, with another name for a sequence. */
  static String renamed(String text, SequenceDefinition before, SequenceDefinition after) {
    return PydbDialect.text(renamed(Trees.parse(text), before, after));
  }

  /** The tree of what is kept, with another name for a sequence. */
  static SqlNode renamed(SqlNode kept, SequenceDefinition before, SequenceDefinition after) {
    String old = NameText.of(before.schema(), before.name());
    String now = NameText.of(after.schema(), after.name());
    return change(kept, name -> name.equals(old) ? now : name);
  }

  private static SqlNode change(SqlNode kept, UnaryOperator<String> names) {
    return map(
        kept,
        (literal, name) ->
            names.apply(name.size() == 2 ? NameText.of(name.get(0), name.get(1)) : name.get(0)));
  }

  @FunctionalInterface
  private interface NewName {
    String of(SqlNode literal, List<String> name);
  }

  private static SqlNode map(SqlNode expression, NewName names) {
    SqlNode mapped =
        expression.accept(
            new SqlShuttle() {
              @Override
              public @Nullable SqlNode visit(SqlCall call) {
                if (FUNCTIONS.contains(
                        call.getOperator().getName().toUpperCase(java.util.Locale.ROOT))
                    && call.operandCount() > 0
                    && call.operand(0) instanceof SqlCharStringLiteral literal) {
                  String text = literal.getValueAs(String.class);
                  List<String> name = NameText.parse(text);
                  if (name != null) {
                    SqlNode changed =
                        SqlLiteral.createCharString(
                            names.of(literal, name), literal.getParserPosition());
                    SqlNode[] operands = call.getOperandList().toArray(new SqlNode[0]);
                    operands[0] = changed;
                    return call.getOperator().createCall(call.getParserPosition(), operands);
                  }
                }
                return super.visit(call);
              }
            });
    return mapped == null ? expression : mapped;
  }
}
