using System.Collections.Concurrent;
using GpuFormer.Devices.Cpu;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Cpu;

public sealed class WorkerPlacesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Threads_get_places_in_the_order_in_which_they_came()
    {
        var places = new WorkerPlaces(1);
        var order = new ConcurrentQueue<int>();
        places.Enter();
        var threads = Enumerable.Range(0, 5).Select(number =>
        {
            var thread = new Thread(() =>
            {
                places.Enter();
                order.Enqueue(number);
                places.Leave();
            });
            thread.Start();
            var end = DateTime.UtcNow + Patience;
            while (thread.ThreadState != ThreadState.WaitSleepJoin)
            {
                Assert.True(DateTime.UtcNow < end, "The thread does not wait.");
                Thread.Sleep(1);
            }

            return thread;
        }).ToArray();
        places.Leave();
        Assert.All(threads, thread => Assert.True(thread.Join(Patience)));
        Assert.Equal(Enumerable.Range(0, 5), order);
    }

    [Fact]
    public void No_more_threads_have_a_place_than_there_are()
    {
        var places = new WorkerPlaces(3);
        var (inside, most) = (0, 0);
        var gate = new Lock();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (var i = 0; i < 2000; i++)
            {
                places.Enter();
                lock (gate)
                    most = Math.Max(most, ++inside);
                lock (gate)
                    inside--;
                places.Leave();
            }
        });
        Assert.InRange(most, 1, 3);
        Assert.Equal(0, inside);
    }
}
