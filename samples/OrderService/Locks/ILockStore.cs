namespace OrderService.Locks;

/// <summary>Locks that the instances of this service share.</summary>
public interface ILockStore
{
    /// <param name="name">What is locked.</param>
    /// <param name="owner">Who holds it; only the owner can release it.</param>
    /// <param name="token">Ends the wait for the answer.</param>
    /// <returns>A fencing token, larger than every earlier one, or null when somebody else holds the lock.</returns>
    Task<long?> TryAcquireAsync(string name, string owner, CancellationToken token);

    Task ReleaseAsync(string name, string owner, CancellationToken token);
}
