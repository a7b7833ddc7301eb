package org.pydb.calcite.error;

import java.util.Collection;
import java.util.List;

/** The names that exist where a statement was wrong, to suggest one of them. */
public interface Suggestions {

  /** No names at all. */
  Suggestions NONE =
      new Suggestions() {
        @Override
        public Collection<String> tables() {
          return List.of();
        }

        @Override
        public Collection<String> columns() {
          return List.of();
        }

        @Override
        public Collection<String> functions() {
          return List.of();
        }
      };

  /** Tables, with and without their schema's name. */
  Collection<String> tables();

  /** Columns of the tables that the statement names, and the names that these have in it. */
  Collection<String> columns();

  /** Functions. */
  Collection<String> functions();
}
