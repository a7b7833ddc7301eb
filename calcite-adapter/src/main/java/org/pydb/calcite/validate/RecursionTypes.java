package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SelectNamespace;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.calcite.type.TypeNames;
import org.pydb.calcite.validate.RecursiveQueries.RecursiveQuery;

/**
 * The types of the columns of recursive queries: those of the non-recursive term, which the
 * recursive one reads before its own types are known. So
 *
 * <ul>
 *   <li>each column may be NULL: a later round may give what the first one does not, and whoever
 *       believed that there is none would fold {@code n IS NULL} away;
 *   <li>decimals have any number of digits: {@code n + 1} has one more than {@code n};
 *   <li>any other difference between the terms is an error, as it is in PostgreSQL.
 * </ul>
 */
final class RecursionTypes {
  private static final PydbTypeFactory TYPES = PydbTypeFactory.INSTANCE;

  private List<RecursiveQuery> queries = List.of();

  /** By non-recursive term: the types that it has by itself, once they are known. */
  private final IdentityHashMap<SqlSelect, List<RelDataType>> seeds = new IdentityHashMap<>();

  /** Notes the recursive queries of the statement. */
  void watch(List<RecursiveQuery> found) {
    queries = List.copyOf(found);
    queries.forEach(query -> seeds.put(query.seed(), List.of()));
  }

  boolean isSeed(SqlSelect select) {
    return seeds.containsKey(select);
  }

  /** What stands for a non-recursive term. */
  SelectNamespace namespace(PydbValidator validator, SqlSelect seed, SqlNode enclosingNode) {
    return new SelectNamespace(validator, seed, enclosingNode) {
      @Override
      public RelDataType validateImpl(RelDataType targetRowType) {
        RelDataType own = super.validateImpl(targetRowType);
        List<RelDataType> types = new ArrayList<>();
        RelDataTypeFactory.Builder widened = TYPES.builder();
        for (RelDataTypeField field : own.getFieldList()) {
          RelDataType type = widened(field.getType());
          types.add(type);
          widened.add(field.getName(), type);
        }
        seeds.put(seed, types);
        return widened.build();
      }
    };
  }

  private static RelDataType widened(RelDataType type) {
    boolean isDecimal = type.getSqlTypeName() == SqlTypeName.DECIMAL;
    return TYPES.nullable(isDecimal ? TYPES.numeric() : type);
  }

  /**
   * Checks that the types of all rows are those of the non-recursive terms.
   *
   * @throws PlacedError 42804 if they are not
   */
  void check(PydbValidator validator) {
    for (RecursiveQuery query : queries) {
      SqlValidatorNamespace whole = validator.getNamespace(query.item().query);
      List<RelDataType> types = seeds.getOrDefault(query.seed(), List.of());
      for (int i = 0; whole != null && i < types.size(); i++) {
        check(query, i, types.get(i), whole.getRowType().getFieldList().get(i).getType());
      }
    }
  }

  private static void check(RecursiveQuery query, int index, RelDataType seed, RelDataType whole) {
    if (Objects.equals(ColumnTypes.toColumnOrNull(seed), ColumnTypes.toColumnOrNull(whole))) {
      return;
    }
    throw new PlacedError(
        place(query.seed(), index),
        "42804",
        "recursive query \""
            + query.name()
            + "\" column "
            + (index + 1)
            + " has type "
            + TypeNames.of(seed)
            + " in non-recursive term but type "
            + TypeNames.of(whole)
            + " overall; cast the output of the non-recursive term to the correct type");
  }

  private static SqlNode place(SqlSelect seed, int index) {
    SqlNodeList items = seed.getSelectList();
    boolean isStar = items.get(0) instanceof SqlIdentifier column && column.isStar();
    return isStar || index >= items.size() ? seed : items.get(index);
  }
}
