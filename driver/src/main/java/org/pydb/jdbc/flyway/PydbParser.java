package org.pydb.jdbc.flyway;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.parser.Parser;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.parser.Token;
import org.jspecify.annotations.Nullable;

/** Splits a script into statements, and knows which of them run in no transaction. */
final class PydbParser extends Parser {
  private static final int PEEK_DEPTH = 3;

  /** What is refused within a transaction. */
  private static final Set<String> ALONE = Set.of("VACUUM", "CHECKPOINT", "BACKUP", "CHECK");

  PydbParser(Configuration configuration, ParsingContext context) {
    super(configuration, context, PEEK_DEPTH);
  }

  @Override
  protected @Nullable Boolean detectCanExecuteInTransaction(
      String simplified, @Nullable List<Token> keywords) {
    String first = simplified.strip().split("[\\s;]", 2)[0].toUpperCase(Locale.ROOT);
    return ALONE.contains(first) ? Boolean.FALSE : null;
  }
}
