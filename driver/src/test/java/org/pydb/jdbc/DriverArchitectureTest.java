package org.pydb.jdbc;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.ArchitectureRules;

/** The driver sees no type of Calcite's, and of the adapter only its api. */
class DriverArchitectureTest {

  /** The packages from the bottom up; on top of all stands the driver itself. */
  private static final List<String> LAYERS =
      List.of(
          "error",
          "wrapper",
          "version",
          "function",
          "lob",
          "url",
          "registry",
          "session",
          "value",
          "bind",
          "result",
          "metadata",
          "statement",
          "connection",
          "spring",
          "flyway",
          "hibernate",
          "liquibase");

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
  void packagesImportDownwardOnly() {
    for (int i = 0; i < LAYERS.size(); i++) {
      String[] above =
          LAYERS.subList(i + 1, LAYERS.size()).stream()
              .map(name -> "org.pydb.jdbc." + name)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("org.pydb.jdbc." + LAYERS.get(i))
          .should()
          .dependOnClassesThat(resideInAnyPackage(above).or(resideInAPackage("org.pydb.jdbc")))
          .check(DRIVER);
    }
    assertThat(DRIVER)
        .extracting(JavaClass::getPackageName)
        .allMatch(
            name ->
                name.equals("org.pydb.jdbc")
                    || LAYERS.contains(name.substring("org.pydb.jdbc.".length())));
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
