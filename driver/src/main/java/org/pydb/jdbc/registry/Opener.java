package org.pydb.jdbc.registry;

import java.util.Map;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;

/** What opens databases below: {@link org.pydb.calcite.api.SqlDatabases#open} or a test's. */
@FunctionalInterface
interface Opener {
  SqlDatabase open(DatabaseLocation location, Map<String, String> properties);
}
