package org.pydb.jdbc;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.ArchitectureRules;

/** The driver sees no type of Calcite's, and of the adapter only its api. */
class DriverArchitectureTest {

  private static final JavaClasses DRIVER = ArchitectureRules.mainClasses("org.pydb.jdbc");

  @Test
  void calciteStaysBehindTheAdapter() {
    ArchitectureRules.noneOf("org.apache.calcite..").check(DRIVER);
  }

  @Test
  void adapterShowsItsApiOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.pydb.calcite..")
                .and(
                    describe(
                        "are not in its api",
                        (JavaClass type) -> !type.getPackageName().equals("org.pydb.calcite.api"))))
        .allowEmptyShould(true)
        .check(DRIVER);
  }

  @Test
  void onlyWhatTheEngineExportsIsUsed() {
    ArchitectureRules.onlyExportedEnginePackages().check(DRIVER);
  }

  @Test
  void packagesHaveNoCycles() {
    ArchitectureRules.noPackageCycles().check(DRIVER);
  }

  @Test
  void nothingIsPrinted() {
    ArchitectureRules.nothingPrinted().check(DRIVER);
  }

  @Test
  void packagesAreNullMarked() {
    ArchitectureRules.packagesNullMarked().check(DRIVER);
  }
}
