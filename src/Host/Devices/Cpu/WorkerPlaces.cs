using System.Diagnostics;

namespace GpuFormer.Devices.Cpu;

/// <summary>
/// A number of places, for which threads wait in the order in which they came. A thread that comes back soon goes before
/// those that wait until it has had its turn of a few milliseconds: what it reads is then still in the caches, where one
/// run after the other of different networks would read all weights anew.
/// </summary>
internal sealed class WorkerPlaces(int places)
{
    private static readonly long TurnTicks = Stopwatch.Frequency / 200;

    // One a thread: it waits for one place at a time.
    [ThreadStatic]
    private static Waiter? _own;

    private readonly Lock _gate = new();
    private readonly Queue<Waiter> _waiting = new();
    private int _free = places;

    /// <summary>Takes a place, and waits for it if it must.</summary>
    public void Enter()
    {
        var own = _own ??= new Waiter();
        lock (_gate)
        {
            if (_free > 0 && (_waiting.Count == 0 || own.HasTurn(this)))
            {
                _free--;
                if (_waiting.Count == 0)
                    own.Begin(this);
                return;
            }

            _waiting.Enqueue(own);
        }

        while (true)
        {
            own.Wait();
            lock (_gate)
            {
                // Another may have come back in the meantime, and it may be woken late, for a place that it has had.
                if (_free == 0 || _waiting.Peek() != own)
                    continue;
                _free--;
                _waiting.Dequeue();
                own.Begin(this);
                if (_free > 0 && _waiting.TryPeek(out var next))
                    next.Wake();
                return;
            }
        }
    }

    /// <summary>Gives a place back, and wakes the thread that has waited longest.</summary>
    public void Leave()
    {
        Waiter? next;
        lock (_gate)
        {
            _free++;
            _waiting.TryPeek(out next);
        }

        next?.Wake();
    }

    private sealed class Waiter
    {
        private WorkerPlaces? _places;
        private long _begin;
        private bool _isWoken;

        public bool HasTurn(WorkerPlaces places) =>
            _places == places && Stopwatch.GetTimestamp() - _begin < TurnTicks;

        public void Begin(WorkerPlaces places) => (_places, _begin) = (places, Stopwatch.GetTimestamp());

        public void Wait()
        {
            lock (this)
            {
                while (!_isWoken)
                    Monitor.Wait(this);
                _isWoken = false;
            }
        }

        public void Wake()
        {
            lock (this)
            {
                _isWoken = true;
                Monitor.Pulse(this);
            }
        }
    }
}
