package org.pydb.calcite.validate;

import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeCoercionRule;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;

/** From which types CAST takes values to which, where PostgreSQL takes more than Calcite. */
final class CastRules {

  /** Calcite's rules, with casts between boolean and integer, but no other number. */
  static final SqlTypeMappingRule INSTANCE = rules();

  private CastRules() {}

  private static SqlTypeMappingRule rules() {
    Map<SqlTypeName, ImmutableSet<SqlTypeName>> rules =
        new HashMap<>(SqlTypeCoercionRule.instance().getTypeMapping());
    allow(rules, SqlTypeName.INTEGER, SqlTypeName.BOOLEAN);
    allow(rules, SqlTypeName.BOOLEAN, SqlTypeName.INTEGER);
    return new OpaqueCasts(rules);
  }

  private static void allow(
      Map<SqlTypeName, ImmutableSet<SqlTypeName>> rules, SqlTypeName to, SqlTypeName from) {
    ImmutableSet<SqlTypeName> known = rules.getOrDefault(to, ImmutableSet.of());
    rules.put(to, ImmutableSet.<SqlTypeName>builder().addAll(known).add(from).build());
  }
}
