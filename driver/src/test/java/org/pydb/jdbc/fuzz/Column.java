package org.pydb.jdbc.fuzz;

import java.util.function.Consumer;

/** A column by its name, with the kind of its values. Immutable. */
record Column(String name, Kind kind) implements Sql {

  @Override
  public void write(Writer out) {
    if (kind.type(out.dialect()) == null) {
      out.cannot("type " + kind.key());
    }
    out.add(name);
  }

  @Override
  public void names(Consumer<String> names) {}

  /** The same column of a source with another name. */
  Column of(String alias) {
    return new Column(alias + "." + name, kind);
  }
}
