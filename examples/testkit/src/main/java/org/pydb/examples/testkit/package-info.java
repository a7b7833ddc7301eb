/** What the tests of the frameworks' examples share. */
@NullMarked
package org.pydb.examples.testkit;

import org.jspecify.annotations.NullMarked;
