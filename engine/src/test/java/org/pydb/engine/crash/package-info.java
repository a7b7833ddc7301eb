/** What pydb itself puts into the crash laboratory of the test kit, and what must hold there. */
package org.pydb.engine.crash;
