package org.pydb.engine;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.ArchitectureRules;

/** The engine's packages form a stack, and nothing but {@code vfs} reaches below it. */
class EngineArchitectureTest {

  /** The stack, lowest first. A new package takes its place here and in the engine's overview. */
  private static final List<String> LOWEST_FIRST =
      List.of(
          "error",
          "bytes",
          "eviction",
          "crypto",
          "vfs",
          "spill",
          "sort",
          "schema",
          "page",
          "node",
          "space",
          "buffer",
          "btree",
          "wal",
          "lock",
          "txn",
          "recovery",
          "store",
          "row",
          "catalog",
          "table",
          "inspect",
          "backup",
          "salvage",
          "kv",
          "home");

  private static final JavaClasses ENGINE = ArchitectureRules.mainClasses("org.pydb.engine");

  @Test
  void importsGoDownward() {
    ArchitectureRules.importsOnlyDownward("org.pydb.engine", LOWEST_FIRST).check(ENGINE);
  }

  @Test
  void packagesHaveNoCycles() {
    ArchitectureRules.noPackageCycles().check(ENGINE);
  }

  @Test
  void onlyJavaBaseIsUsed() {
    ArchitectureRules.noneOf("java.sql..", "javax.sql..", "org.apache.calcite..").check(ENGINE);
  }

  @Test
  void operatingSystemHasOneDoor() {
    ArchitectureRules.operatingSystemOnlyIn("org.pydb.engine.vfs").check(ENGINE);
  }

  @Test
  void nothingIsPrinted() {
    ArchitectureRules.nothingPrinted().check(ENGINE);
  }

  @Test
  void packagesAreNullMarked() {
    ArchitectureRules.packagesNullMarked().check(ENGINE);
  }
}
