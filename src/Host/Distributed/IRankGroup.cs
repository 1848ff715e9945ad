namespace GpuFormer.Distributed;

/// <summary>
/// The processes that train or judge together, each with a number, its rank. What an engine of communication, such as
/// MPI, has to be able to do; all else is made of it (<see cref="RankGroupExtensions"/>). Calls come from one thread, and
/// from all ranks in the same order. A rank that ends or no longer answers makes them fail on all others.
/// </summary>
public interface IRankGroup : IDisposable
{
    /// <summary>This process, from 0.</summary>
    int Rank { get; }

    /// <summary>How many processes there are.</summary>
    int Size { get; }

    /// <summary>This process among those of its machine, from 0.</summary>
    int LocalRank { get; }

    /// <summary>The engine and its version, for people.</summary>
    string Engine { get; }

    /// <summary>Every rank receives the bytes of all, by rank; all give equally many.</summary>
    /// <param name="own">Of this rank.</param>
    /// <param name="all">As long as the bytes of all ranks together.</param>
    /// <exception cref="RankFailedException">Another rank ended or failed.</exception>
    void AllGather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>Every rank receives the bytes of one, in place.</summary>
    /// <exception cref="RankFailedException">Another rank ended or failed.</exception>
    void Broadcast(Span<byte> bytes, int root);

    /// <summary>Begins to send; the memory must stay as it is until <see cref="Complete"/> returned.</summary>
    void Send(int rank, int tag, nint address, int bytes);

    /// <summary>Begins to receive what a rank sends with this tag; the memory must not be touched until
    /// <see cref="Complete"/> returned.</summary>
    void Receive(int rank, int tag, nint address, int bytes);

    /// <summary>Waits for all that was begun.</summary>
    /// <exception cref="RankFailedException">Another rank ended or failed.</exception>
    void Complete();

    /// <summary>Tells all other ranks that this one gives up, and why: their calls fail with it.</summary>
    /// <param name="message">For people.</param>
    /// <param name="exitCode">Of the process; theirs should be the same.</param>
    void Fail(string message, int exitCode);
}
