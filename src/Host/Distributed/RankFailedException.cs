namespace GpuFormer.Distributed;

/// <summary>Another rank ended, no longer answers, or gave up. The message says which, and why if it is known.</summary>
/// <param name="message">For people.</param>
/// <param name="exitCode">What the process of that rank returns; 1 where that is not known.</param>
public sealed class RankFailedException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>What a process should return that ends because of it.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>
/// The ranks cannot work together: no engine, two engines, or what they were given differs. The message names it.
/// </summary>
public sealed class RankSetupException(string message) : Exception(message);
