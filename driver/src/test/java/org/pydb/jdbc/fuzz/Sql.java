package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A piece of a statement, which each database is told in its own words. Immutable. */
interface Sql {

  /** Writes it, or says why it cannot be said to this database. */
  void write(Writer out);

  /** Gives the name of each expression and form that it is made of. */
  void names(Consumer<String> names);

  /** Whether it can stand beside an operator without parentheses. */
  default boolean isAtomic(Dialect dialect) {
    return true;
  }

  /** Where statements are written to. */
  final class Writer {
    private final Dialect dialect;
    private final StringBuilder text = new StringBuilder();
    private final List<Literal> bound = new ArrayList<>();
    private @Nullable String obstacle;

    Writer(Dialect dialect) {
      this.dialect = dialect;
    }

    Dialect dialect() {
      return dialect;
    }

    Writer add(String more) {
      text.append(more);
      return this;
    }

    /** Takes the value of the next parameter. */
    Writer bind(Literal value) {
      bound.add(value);
      return this;
    }

    /** The values of the parameters, in their order. */
    List<Literal> bound() {
      return List.copyOf(bound);
    }

    /** The database cannot be asked this. */
    void cannot(String reason) {
      if (obstacle == null) {
        obstacle = reason;
      }
    }

    /** Why the database cannot be asked this; null if it can. */
    @Nullable String obstacle() {
      return obstacle;
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  /** Words that all databases understand. */
  record Words(String words) implements Sql {

    @Override
    public void write(Writer out) {
      out.add(words);
    }

    @Override
    public void names(Consumer<String> names) {}
  }

  /** Pieces one behind the other. */
  record Sequence(List<Sql> parts) implements Sql {

    @Override
    public void write(Writer out) {
      parts.forEach(part -> part.write(out));
    }

    @Override
    public void names(Consumer<String> names) {
      parts.forEach(part -> part.names(names));
    }
  }

  /** A form that is counted, and that some databases lack. */
  record Form(String name, Set<Dialect> lacking, Sql inner) implements Sql {

    @Override
    public void write(Writer out) {
      if (lacking.contains(out.dialect())) {
        out.cannot(name);
      }
      inner.write(out);
    }

    @Override
    public void names(Consumer<String> names) {
      names.accept(name);
      inner.names(names);
    }

    @Override
    public boolean isAtomic(Dialect dialect) {
      return inner.isAtomic(dialect);
    }
  }

  /** What pydb and PostgreSQL are told, and what the others are told who need it plainer. */
  record Plainer(String own, String others) implements Sql {

    @Override
    public void write(Writer out) {
      out.add(out.dialect().isOwn() ? own : others);
    }

    @Override
    public void names(Consumer<String> names) {}
  }

  /** Pieces and words, one behind the other. */
  static Sql of(Object... parts) {
    List<Sql> pieces = new ArrayList<>();
    for (Object part : parts) {
      pieces.add(part instanceof Sql piece ? piece : new Words(part.toString()));
    }
    return pieces.size() == 1 ? pieces.get(0) : new Sequence(pieces);
  }

  /** Pieces with something in between. */
  static Sql join(String between, List<? extends Sql> pieces) {
    List<Object> parts = new ArrayList<>();
    for (Sql piece : pieces) {
      if (!parts.isEmpty()) {
        parts.add(between);
      }
      parts.add(piece);
    }
    return of(parts.toArray());
  }

  /** A form that is counted, and that some databases lack. */
  static Sql form(String name, Sql inner, Dialect... lacking) {
    return form(name, inner, Arrays.asList(lacking));
  }

  /** A form that is counted, and that these databases lack. */
  static Sql form(String name, Sql inner, List<Dialect> lacking) {
    return new Form(name, Set.copyOf(lacking), inner);
  }

  /** What pydb and PostgreSQL are told. */
  static String text(Sql sql) {
    Writer out = new Writer(Dialect.PYDB);
    sql.write(out);
    return out.toString();
  }
}
