namespace GpuFormer.SelfTest;

/// <summary>How an op did on a device.</summary>
internal enum OpOutcome
{
    /// <summary>It compiles, and if it was run, its results are right.</summary>
    Passed,

    /// <summary>Its results differ from those of the reference device.</summary>
    Wrong,

    /// <summary>It wrote where it must not.</summary>
    Overrun,

    /// <summary>It does not compile or run.</summary>
    Failed,
}

/// <summary>What the self-test found out about one op.</summary>
/// <param name="Use">The op and its shapes.</param>
/// <param name="Kernel">The specialisation that the device took; empty if none was made.</param>
/// <param name="Outcome">How it did.</param>
/// <param name="Error">Normalised mean square error; NaN where nothing was compared.</param>
/// <param name="Seconds">The shortest run; NaN where nothing was timed.</param>
/// <param name="Reason">Why it did not pass; empty if it did.</param>
internal sealed record OpVerdict(
    OpUse Use, string Kernel, OpOutcome Outcome, double Error, double Seconds, string Reason)
{
    /// <summary>10^9 bytes a second.</summary>
    public double GigabytesPerSecond => Use.Bytes / Seconds / 1e9;

    /// <summary>10^9 floating-point operations a second.</summary>
    public double GigaflopsPerSecond => Use.Operations / Seconds / 1e9;
}
