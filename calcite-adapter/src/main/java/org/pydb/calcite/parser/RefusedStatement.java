package org.pydb.calcite.parser;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Statements of PostgreSQL's that pydb does not have: they do not parse, and who writes one is told
 * what to do instead rather than which token is unexpected.
 */
final class RefusedStatement {

  /** What is said of statements that begin so, in the order in which beginnings are tried. */
  private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();

  private static final Pattern BLANKS =
      Pattern.compile("(?:\\s|--[^\\n]*+(?:\\n|$)|/\\*.*?\\*/)++", Pattern.DOTALL);

  static {
    add(
        "create( or replace)?( constraint)? trigger|drop trigger|alter trigger|create event trigger",
        "triggers are not supported: change the other tables in the same transaction, or say it by"
            + " a constraint, a default, a generated column or ON DELETE CASCADE");
    add(
        "create( or replace)? (function|aggregate|operator|cast)|(drop|alter) (function|aggregate)",
        "functions are not defined by SQL: write what they compute into the statement, or register"
            + " one in Java, with PydbConnection.registerFunction");
    add(
        "create( or replace)? procedure|(drop|alter) procedure|do\\b",
        "procedures are not supported: run the statements one by one, in a transaction");
    add(
        "grant|revoke|reassign owned|drop owned|alter default privileges|set (local |session )?(role|session authorization)|reset role",
        "there are no privileges: whoever opens the database may do everything in it");
    add(
        "(create|alter|drop) (role|user|group|policy)",
        "there are no users or roles: whoever opens the database may do everything in it");
    add(
        "(create|alter|drop) database",
        "a connection's URL names its database: it is made when it is first opened, and its files"
            + " are deleted to drop it");
    add("(create|alter|drop) extension", "there are no extensions: what pydb has is always there");
    add(
        "(create|alter|drop) type",
        "types of one's own are not supported: use text with a CHECK that lists its values");
    add("(create|alter|drop) domain", "domains are not supported: put the CHECK on the columns");
    add(
        "(create|alter|drop) (tablespace|foreign|server|publication|subscription|collation|conversion"
            + "|language|rule|statistics|text search|access method|transform|operator)",
        "this is not supported");
    add(
        "listen|notify|unlisten",
        "notifications are not supported: look at the table again, or tell others by means of Java");
    add(
        "prepare transaction|commit prepared|rollback prepared",
        "transactions cannot be prepared: commit them");
    add(
        "prepare|execute|deallocate",
        "statements are prepared by JDBC: use Connection.prepareStatement");
    add(
        "declare|fetch|move|close",
        "cursors are not supported: read the rows of a query's ResultSet, which come as they are"
            + " asked for");
    add(
        "lock\\b",
        "tables are not locked by hand: use SELECT … FOR UPDATE, or isolation level SERIALIZABLE");
    add(
        "vacuum \\(?(full|freeze|verbose|analyze)",
        "VACUUM alone shrinks the whole file; ANALYZE is a statement of its own");
    add(
        "reindex|cluster",
        "indexes and tables are kept in order by themselves: nothing is to be done");
    add("discard", "a session's settings go back by RESET: or close the connection");
    add("security label|load|checkpoint \\(", "this is not supported");
  }

  private RefusedStatement() {}

  private static void add(String beginning, String words) {
    WORDS.put(Pattern.compile("(" + beginning + ")(\\b|$).*", Pattern.DOTALL), words);
  }

  /** What to say of a statement that does not parse; null if nothing but that. */
  static @Nullable String words(String statement) {
    String plain = BLANKS.matcher(statement).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    for (Map.Entry<Pattern, String> entry : WORDS.entrySet()) {
      if (entry.getKey().matcher(plain).matches()) {
        return entry.getValue();
      }
    }
    return null;
  }
}
