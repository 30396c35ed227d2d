import { PageTurner, type PageTurnerProps } from '../../../../admin/parts/page-turner';
import { useWords } from '../words';

/** Walks through a list, the newest first. */
export function OlderNewer(props: Omit<PageTurnerProps, 'labels'>) {
  const words = useWords();
  return (
    <PageTurner labels={{ back: words('button.newer'), on: words('button.older') }} {...props} />
  );
}
