/** Which options a sweep varies, over which values, and the trials that follow. */
package handgrad.host.sweep.grid;
