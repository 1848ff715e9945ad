using System.Collections.Concurrent;
using GpuFormer.Distributed;

namespace GpuFormer.Tests.Host.Distributed;

/// <summary>Ranks that are threads of this process: what they exchange is copied.</summary>
internal static class ThreadRanks
{
    /// <summary>Runs an action on each of so many ranks and returns what they returned, by rank; the first failure is
    /// thrown.</summary>
    public static T[] Run<T>(int ranks, Func<IRankGroup, T> action)
    {
        var hub = new Hub(ranks);
        var results = new T[ranks];
        var failures = new ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, ranks).Select(rank => new Thread(() =>
        {
            var group = new ThreadRank(hub, rank);
            try
            {
                results[rank] = action(group);
            }
            catch (Exception exception)
            {
                failures.Enqueue(exception);
                group.Fail(exception.Message, 1);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (failures.TryDequeue(out var first))
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        return results;
    }

    private sealed class Hub(int size)
    {
        public int Size => size;

        public Dictionary<(int From, int To, int Tag), Queue<byte[]>> Mail { get; } = [];

        public string? Failure { get; set; }
    }

    private sealed class ThreadRank(Hub hub, int rank) : IRankGroup
    {
        // Out of the way of the callers' tags.
        private const int OwnTag = -1;

        private readonly List<(int Rank, int Tag, nint Address, int Bytes)> _expected = [];

        public int Rank => rank;

        public int Size => hub.Size;

        public int LocalRank => rank;


        public string Engine => "threads";

        public void AllGather(ReadOnlySpan<byte> own, Span<byte> all)
        {
            Assert(all.Length == own.Length * Size);
            for (var to = 0; to < Size; to++)
                Put(to, OwnTag, own.ToArray());
            for (var from = 0; from < Size; from++)
                Take(from, OwnTag).CopyTo(all[(from * own.Length)..]);
        }

        public void Broadcast(Span<byte> bytes, int root)
        {
            if (rank == root)
            {
                for (var to = 0; to < Size; to++)
                    Put(to, OwnTag, bytes.ToArray());
            }

            Take(root, OwnTag).CopyTo(bytes);
        }

        public unsafe void Send(int to, int tag, nint address, int bytes) =>
            Put(to, tag, new ReadOnlySpan<byte>((void*)address, bytes).ToArray());

        public void Receive(int from, int tag, nint address, int bytes) => _expected.Add((from, tag, address, bytes));

        public unsafe void Complete()
        {
            foreach (var (from, tag, address, bytes) in _expected)
                Take(from, tag).CopyTo(new Span<byte>((void*)address, bytes));
            _expected.Clear();
        }

        public void Fail(string message, int exitCode)
        {
            lock (hub)
            {
                hub.Failure ??= $"rank {rank}: {message}";
                Monitor.PulseAll(hub);
            }
        }

        public void Dispose()
        {
        }

        private static void Assert(bool holds) => Xunit.Assert.True(holds);

        private void Put(int to, int tag, byte[] bytes)
        {
            lock (hub)
            {
                var key = (rank, to, tag);
                if (!hub.Mail.TryGetValue(key, out var queue))
                    hub.Mail.Add(key, queue = new Queue<byte[]>());
                queue.Enqueue(bytes);
                Monitor.PulseAll(hub);
            }
        }

        private byte[] Take(int from, int tag)
        {
            lock (hub)
            {
                byte[]? bytes = null;
                while (!hub.Mail.TryGetValue((from, rank, tag), out var queue) || !queue.TryDequeue(out bytes))
                {
                    if (hub.Failure is not null)
                        throw new RankFailedException(hub.Failure);
                    Monitor.Wait(hub);
                }

                return bytes;
            }
        }
    }
}
