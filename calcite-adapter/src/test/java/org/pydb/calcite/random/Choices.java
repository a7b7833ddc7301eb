package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The decisions of which a random query is made: those that its form hangs on, and those for
 * literals. They are recorded, so that the same query can be written again, with other literals or
 * with fewer or smaller decisions. 0 always stands for the simplest choice: the smaller the
 * numbers, the smaller the query.
 */
final class Choices {

  /** Decisions as they were made. */
  record Made(List<Integer> forms, List<Integer> literals) {

    Made {
      forms = List.copyOf(forms);
      literals = List.copyOf(literals);
    }

    Made withForms(List<Integer> others) {
      return new Made(others, literals);
    }

    Made withLiterals(List<Integer> others) {
      return new Made(forms, others);
    }
  }

  private final Random random;
  private final List<Integer> givenForms;
  private final boolean areFormsGiven;
  private final List<Integer> givenLiterals;
  private final boolean areLiteralsGiven;
  private final List<Integer> forms = new ArrayList<>();
  private final List<Integer> literals = new ArrayList<>();

  private Choices(Random random, Made given, boolean areFormsGiven, boolean areLiteralsGiven) {
    this.random = random;
    this.givenForms = given.forms();
    this.areFormsGiven = areFormsGiven;
    this.givenLiterals = given.literals();
    this.areLiteralsGiven = areLiteralsGiven;
  }

  /** New decisions. */
  static Choices random(Random random) {
    return new Choices(random, new Made(List.of(), List.of()), false, false);
  }

  /** The form that was recorded, with new literals. */
  static Choices otherLiterals(Random random, Made given) {
    return new Choices(random, given, true, false);
  }

  /** What was recorded; what goes beyond is as simple as can be. */
  static Choices replay(Made given) {
    return new Choices(new Random(0), given, true, true);
  }

  /** A number from 0 to below the bound, on which the form of the query hangs. */
  int next(int bound) {
    int made = areFormsGiven ? at(givenForms, forms.size()) % bound : random.nextInt(bound);
    forms.add(made);
    return made;
  }

  /** Whether something that makes the query larger happens, once in so many times. */
  boolean onceIn(int times) {
    return next(times) == times - 1;
  }

  /** One of some forms, the simplest first. */
  @SafeVarargs
  final <T> T pick(T... forms) {
    return forms[next(forms.length)];
  }

  /** One of some forms, the simplest first. */
  <T> T pick(List<T> from) {
    return from.get(next(from.size()));
  }

  /** A number from 0 to below the bound, which decides about a literal only. */
  int literal(int bound) {
    int made =
        areLiteralsGiven ? at(givenLiterals, literals.size()) % bound : random.nextInt(bound);
    literals.add(made);
    return made;
  }

  private static int at(List<Integer> list, int index) {
    return index < list.size() ? list.get(index) : 0;
  }

  /** What was decided so far. */
  Made made() {
    return new Made(forms, literals);
  }
}
