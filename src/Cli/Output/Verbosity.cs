namespace GpuFormer.Cli.Output;

/// <summary>How much a command tells on the error stream.</summary>
internal enum Verbosity
{
    /// <summary>Errors only.</summary>
    Quiet,

    /// <summary>Progress and warnings too.</summary>
    Normal,

    /// <summary>Everything, and a stack trace with an error.</summary>
    Debug,
}
