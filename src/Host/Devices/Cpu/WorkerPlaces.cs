namespace GpuFormer.Devices.Cpu;

/// <summary>A number of places, which threads take in the order in which they came.</summary>
internal sealed class WorkerPlaces(int places)
{
    // One a thread: it waits for one place at a time.
    [ThreadStatic]
    private static Waiter? _own;

    private readonly Lock _gate = new();
    private readonly Queue<Waiter> _waiting = new();
    private int _free = places;

    /// <summary>Takes a place, and waits for it if it must.</summary>
    public void Enter()
    {
        Waiter own;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            _waiting.Enqueue(own = _own ??= new Waiter());
        }

        own.Wait();
    }

    /// <summary>Gives a place back: to the thread that has waited longest, if one waits.</summary>
    public void Leave()
    {
        Waiter? next;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next))
                _free++;
        }

        next?.Grant();
    }

    private sealed class Waiter
    {
        private bool _isGranted;

        public void Wait()
        {
            lock (this)
            {
                while (!_isGranted)
                    Monitor.Wait(this);
                _isGranted = false;
            }
        }

        public void Grant()
        {
            lock (this)
            {
                _isGranted = true;
                Monitor.Pulse(this);
            }
        }
    }
}
