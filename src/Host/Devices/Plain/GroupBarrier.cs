namespace GpuFormer.Devices.Plain;

/// <summary>
/// The barrier of one group of OS threads. A thread that leaves the kernel while others wait is an error of the kernel
/// and reported as such, where a compiled target would hang or go on with half of the data.
/// </summary>
internal sealed class GroupBarrier(int threads)
{
    private readonly object _gate = new();
    private int _waiting;
    private int _left;
    private int _generation;

    /// <summary>Waits for all threads of the group.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            var generation = _generation;
            _waiting++;
            if (_waiting == threads)
            {
                _waiting = 0;
                _generation++;
                Monitor.PulseAll(_gate);
                return;
            }

            while (generation == _generation && _left == 0)
                Monitor.Wait(_gate);
            if (generation == _generation)
            {
                throw new InvalidOperationException(
                    "A thread left the kernel while others of its group wait at a barrier: every thread of a group "
                    + "must reach the same barriers.");
            }
        }
    }

    /// <summary>Says that the calling thread is done with the kernel.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _left++;
            Monitor.PulseAll(_gate);
        }
    }
}
