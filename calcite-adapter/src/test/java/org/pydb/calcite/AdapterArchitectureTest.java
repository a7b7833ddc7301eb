package org.pydb.calcite;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.ArchitectureRules;

/** The adapter stands on what the engine exports, and prints nothing. */
class AdapterArchitectureTest {

  private static final JavaClasses ADAPTER = ArchitectureRules.mainClasses("org.pydb.calcite");

  @Test
  void packagesHaveNoCycles() {
    ArchitectureRules.noPackageCycles().check(ADAPTER);
  }

  @Test
  void onlyWhatTheEngineExportsIsUsed() {
    ArchitectureRules.onlyExportedEnginePackages().check(ADAPTER);
  }

  @Test
  void nothingIsPrinted() {
    ArchitectureRules.nothingPrinted().check(ADAPTER);
  }

  @Test
  void packagesAreNullMarked() {
    ArchitectureRules.packagesNullMarked().check(ADAPTER);
  }
}
