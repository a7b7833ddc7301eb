/** What tests of several modules share: rules that a module's classes must keep. */
package org.pydb.engine.testkit;
