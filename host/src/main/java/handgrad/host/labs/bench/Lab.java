package handgrad.host.labs.bench;

import handgrad.host.labs.finding.Outcome;

/** A claim of the course's theory, and the experiment that could refute it. */
public interface Lab {
    /**
     * Its place in the course.
     *
     * @return from 1
     */
    int number();

    /**
     * The name on the command line.
     *
     * @return lower case, with hyphens
     */
    String name();

    /**
     * What is claimed, with its formula and the conditions that it needs.
     *
     * @return one to three sentences
     */
    String claim();

    /**
     * Runs the experiment. The device computes the quantities of the claim with the ops that training uses; they are
     * compared with explicit formulas in float64 and with difference quotients.
     *
     * @param bench the device and the seed
     * @return what was found
     * @throws handgrad.backend.DeviceException if the device cannot be used or fails
     */
    Outcome run(LabBench bench);
}
