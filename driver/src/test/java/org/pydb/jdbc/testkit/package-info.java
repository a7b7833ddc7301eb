/** What the driver's tests share. */
package org.pydb.jdbc.testkit;
